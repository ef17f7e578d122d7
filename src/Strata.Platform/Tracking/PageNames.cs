namespace Strata.Platform.Tracking;

/// <summary>What the address of a page says.</summary>
internal static class PageNames
{
    private const string CampaignParameter = "utm_campaign=";
    private static readonly string[] Endings = [".html", ".htm", ".php", ".aspx", ".jsp"];

    /// <summary>The path of an address, without query and fragment; null where there is none.</summary>
    public static string? PathOf(string? url)
    {
        if (url is null)
        {
            return null;
        }

        ReadOnlySpan<char> rest = url;
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            rest = rest[(scheme + 3)..];
            int slash = rest.IndexOfAny('/', '?', '#');
            rest = slash < 0 || rest[slash] != '/' ? "/" : rest[slash..];
        }

        int end = rest.IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        return rest.IsEmpty ? null : rest.ToString();
    }

    /// <summary>
    /// The short name of a page that was given none: its path without the slashes around it and without an ending such as
    /// <c>.html</c>; <c>home</c> for the root.
    /// </summary>
    public static string? NameOf(string? path)
    {
        if (path is null)
        {
            return null;
        }

        ReadOnlySpan<char> name = path.AsSpan().Trim('/');
        foreach (string ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^ending.Length];
                break;
            }
        }

        return name.IsEmpty || name.SequenceEqual("index") ? "home" : name.ToString();
    }

    /// <summary>The campaign in the query of an address; null where there is none.</summary>
    public static string? CampaignOf(string? url)
    {
        int query = url?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (query < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = url.AsSpan(query + 1);
        for (int at; (at = rest.IndexOf(CampaignParameter, StringComparison.Ordinal)) >= 0; rest = rest[(at + 1)..])
        {
            if (at > 0 && rest[at - 1] != '&')
            {
                continue;
            }

            ReadOnlySpan<char> value = rest[(at + CampaignParameter.Length)..];
            int end = value.IndexOfAny('&', '#');
            value = end < 0 ? value : value[..end];
            return value.IsEmpty ? null
                : value.IndexOfAny('%', '+') < 0 ? value.ToString()
                : Uri.UnescapeDataString(value.ToString().Replace('+', ' '));
        }

        return null;
    }
}
