using System.Text;

namespace Strata.Warehouse.Load;

/// <summary>
/// Providers of mail to anybody, and of addresses to throw away: an address there says nothing about the company. The list is that of
/// the npm packages that <c>eng/lists</c> names.
/// </summary>
public static class FreeMail
{
    private static readonly Lazy<HashSet<string>> Domains = new(Load);

    /// <summary>True for the folded domain of such a provider.</summary>
    public static bool Contains(string domain) => Domains.Value.Contains(domain);

    private static HashSet<string> Load()
    {
        using Stream stream = typeof(FreeMail).Assembly.GetManifestResourceStream("Strata.Warehouse.mail-providers.txt")
            ?? throw new InvalidOperationException("The list of mail providers is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var domains = new HashSet<string>(16_384, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                domains.Add(line);
            }
        }

        return domains;
    }
}
