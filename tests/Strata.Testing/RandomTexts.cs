using FsCheck;
using FsCheck.Fluent;

namespace Strata.Testing;

/// <summary>Texts for literals: ordinary words, and texts that try to break out of wherever they are put.</summary>
public static class RandomTexts
{
    /// <summary>Texts that have meaning to SQL, JSON, YAML, shells, formats, the language itself, or that Unicode makes odd.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "", " ", "\"", "\\", "\\\"", "\"\"", "'", "''", "`", "' OR '1'='1", "'; DROP TABLE account; --", "\"; DROP TABLE account; --", "$1", "?", ":p1", "%s", "{0}",
        "{{x}}", "${x}", "%", "_", "/* x */", "-- x", "# x", "x\ny", "x\r\ny", "\t", "\0", "\u001b[31m", "\") or (\"", "\" and true and \"", "in last 30 days",
        "\\u0022", "</script>", "null", "true", "NaN", "1e400", "\u202e", "\u00a0", "e\u0301", "ﬀ", "ẞ", "İ", "😀", "\ufeff", "日本語", "x'||(select 1)||'", "E'\\''", "$$x$$",
    ];

    /// <summary>Words as they occur in data.</summary>
    public static IReadOnlyList<string> Ordinary { get; } =
        ["Salesforce", "SaaS", "Finance and Insurance", "United States", "C-level", "pricing", "Marketing automation", "O'Reilly", "AT&T", "Nestlé"];

    /// <summary>Ordinary, hostile and wholly random texts; valid Unicode.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (3, Gen.Elements(Ordinary.AsEnumerable())),
        (2, Gen.Elements(Hostile.AsEnumerable())),
        (1, Gen.Elements(Hostile.AsEnumerable()).Two().Select(pair => pair.Item1 + pair.Item2)),
        (1, Gen.Choose(0x20, 0x2fff).Select(code => (char)code).ListOf().Select(chars => new string([.. chars]))));
}
