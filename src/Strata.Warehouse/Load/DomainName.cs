using System.Buffers;
using System.Text;
using Strata.Language.Values;

namespace Strata.Warehouse.Load;

/// <summary>The domain that finds an account: of a web address, an e-mail address or a bare domain.</summary>
public static class DomainName
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("/?#:, ");
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>
    /// The folded domain without scheme, <c>www.</c>, port, path and final dot: <c>https://www.Acme.com/about</c> and
    /// <c>ann@acme.com</c> give <c>acme.com</c>. Null where the text is neither, or an address at a free-mail provider, whose domain
    /// says nothing about the company.
    /// </summary>
    public static string? From(string text)
    {
        ReadOnlySpan<char> rest = TextFolding.Fold(text);
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            rest = rest[(scheme + 3)..];
        }

        int end = rest.IndexOfAny(Ends);
        if (end >= 0)
        {
            // White space or a comma inside is a sentence or a list, not an address.
            if (rest[end] is ' ' or ',')
            {
                return null;
            }

            rest = rest[..end];
        }

        int at = rest.LastIndexOf('@');
        bool isAddress = at >= 0;
        rest = rest[(at + 1)..].TrimEnd('.');
        if (rest.StartsWith("www.", StringComparison.Ordinal))
        {
            rest = rest[4..];
        }

        string domain = rest.ToString();
        return IsDomain(domain) && !(isAddress && FreeMail.Contains(domain)) ? domain : null;
    }

    /// <summary>As <see cref="From(string)"/>, for UTF-8; the usual plain address takes no detour by a string. False where there is none.</summary>
    public static bool TryFrom(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        ReadOnlySpan<byte> rest = LoadFunctions.Trim(text);
        rest = rest.StartsWith("https://"u8) ? rest[8..] : rest.StartsWith("http://"u8) ? rest[7..] : rest;
        rest = rest.StartsWith("www."u8) ? rest[4..] : rest;
        rest = rest.EndsWith("/"u8) ? rest[..^1] : rest;
        int dot = rest.LastIndexOf((byte)'.');
        bool isPlain = dot > 0 && rest.Length <= 253 && rest.Length - dot > 2 && rest[0] != (byte)'.' && rest[dot - 1] != (byte)'.'
            && rest.IndexOfAnyExcept(PlainBytes) < 0 && rest.IndexOf(".."u8) < 0 && !char.IsAsciiDigit((char)rest[dot + 1]);
        if (isPlain)
        {
            result.Write(rest);
            return true;
        }

        string? domain = From(Encoding.UTF8.GetString(text));
        if (domain is not null)
        {
            Encoding.UTF8.GetBytes(domain, result);
        }

        return domain is not null;
    }

    private static bool IsDomain(string text)
    {
        int dot = text.LastIndexOf('.');
        if (dot <= 0 || text.Length > 253 || text.StartsWith('.') || text.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        // A top-level domain has two letters or more: "1.5" and "v2.0" are not domains.
        ReadOnlySpan<char> top = text.AsSpan(dot + 1);
        return top.Length >= 2 && !char.IsAsciiDigit(top[0]) && HasOnlyHostCharacters(text);
    }

    private static bool HasOnlyHostCharacters(string text)
    {
        foreach (char unit in text)
        {
            if (!Allowed.Contains(unit) && !char.IsLetter(unit))
            {
                return false;
            }
        }

        return true;
    }
}
