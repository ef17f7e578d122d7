using System.Globalization;
using System.Text.Json;
using Strata.Language.Syntax;
using Strata.Language.Values;

namespace Strata.Language.Json;

/// <summary>Objects, lists, texts and numbers, and what to say where they are not as they should be.</summary>
internal sealed partial class TreeReader
{
    private readonly List<UserError> _errors = [];
    private int _nodes;

    private delegate T? Part<out T>(JsonElement element, string path);

    public IReadOnlyList<UserError> Errors => _errors;

    /// <summary>Reads; null also where a limit ended the reading.</summary>
    public T? Run<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ReadingEnds)
        {
            return null;
        }
    }

    private void Fault(string path, string message, string? fix, string code = "syntax")
    {
        _errors.Add(new UserError(code, $"At {path}: {message}", null, fix));
        if (_errors.Count >= Diagnostics.MaxErrors)
        {
            throw new ReadingEnds();
        }
    }

    private void Count(string path)
    {
        if (++_nodes > SyntaxLimits.MaxNodes)
        {
            Fault(
                path,
                $"The definition has more than {SyntaxLimits.MaxNodes:N0} nodes (conditions, values and items of lists).",
                "Split it into segments and refer to them with in_segment, or put many names into a list: in_list.",
                "limit");
            throw new ReadingEnds();
        }
    }

    /// <summary>The one member of an object, whose key says what the object is.</summary>
    private bool TryOnly(JsonElement element, string path, string what, string[] keys, out string key, out JsonElement inner)
    {
        key = "";
        inner = default;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault(path, $"A {what} is an object with one key.", $"The key is one of {string.Join(", ", keys)}.");
            return false;
        }

        if (Members.Read(this, element, path, keys) is not { } members)
        {
            return false;
        }

        if (members.Count != 1)
        {
            Fault(path, $"A {what} has one key, not {members.Count}.", $"The key is one of {string.Join(", ", keys)}.");
            return false;
        }

        (key, inner) = members.First();
        return true;
    }

    private EquatableList<T>? Items<T>(JsonElement element, string path, int atLeast, Part<T> read, int atMost = int.MaxValue)
        where T : class
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() < atLeast || element.GetArrayLength() > atMost)
        {
            string count = atMost == atLeast ? $"exactly {atLeast}" : $"at least {atLeast}";
            Fault(path, $"This is a list of {count}.", null);
            return null;
        }

        List<T> items = [];
        int index = 0;
        bool whole = true;
        foreach (JsonElement item in element.EnumerateArray())
        {
            T? read1 = read(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"));
            whole &= read1 is not null;
            items.Add(read1!);
        }

        return whole ? items.ToEquatableList() : null;
    }

    private string? Text(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            Fault(path, "This is a text.", null);
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            Fault(path, "The text is not valid Unicode.", null);
            return null;
        }
    }

    private decimal? Number(JsonElement element, string path) => Number(element, path, SyntaxLimits.NumberBound);

    private decimal? Number(JsonElement element, string path, decimal bound)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            Fault(path, "This is a number.", "Write it without quotes: 500.");
            return null;
        }

        string raw = element.GetRawText();
        int exponentAt = raw.IndexOfAny(['e', 'E']);
        string mantissa = exponentAt < 0 ? raw : raw[..exponentAt];
        int exponent = 0;
        bool readable = exponentAt < 0 || (int.TryParse(raw.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && Math.Abs(exponent) <= SyntaxLimits.MaxDigits);
        int digits = mantissa.Count(char.IsAsciiDigit) + (readable ? Math.Abs(exponent) : 0);
        if (!readable || digits > SyntaxLimits.MaxDigits || !element.TryGetDecimal(out decimal value) || Math.Abs(value) >= bound)
        {
            Fault(path, $"The number is below 9.2 × 10^14 and has at most {SyntaxLimits.MaxDigits} digits.", null);
            return null;
        }

        return value == 0m ? 0m : value;
    }

    /// <summary>The members of an object, none but the known ones and none twice.</summary>
    private sealed class Members
    {
        private readonly TreeReader _reader;
        private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

        private Members(TreeReader reader, string path)
        {
            _reader = reader;
            Path = path;
        }

        public string Path { get; }

        public int Count => _members.Count;

        /// <summary>Reads the members; null where the element is no object or has members that it must not have.</summary>
        public static Members? Read(TreeReader reader, JsonElement element, string path, string[] known)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                reader.Fault(path, $"This is an object with {string.Join(", ", known)}.", null);
                return null;
            }

            var members = new Members(reader, path);
            bool whole = true;
            foreach (JsonProperty property in element.EnumerateObject())
            {
                string? name = NameOf(property);
                if (name is null || !known.Contains(name, StringComparer.Ordinal))
                {
                    string shown = name is null ? "a key that is not valid Unicode" : $"'{(name.Length <= 40 ? name : name[..40] + "…")}'";
                    reader.Fault(path, $"There is no {shown} here.", $"Known here: {string.Join(", ", known)}.");
                    whole = false;
                }
                else if (!members._members.TryAdd(name, property.Value))
                {
                    reader.Fault(path, $"'{name}' is given twice.", null);
                    whole = false;
                }
            }

            return whole ? members : null;
        }

        public (string Key, JsonElement Value) First()
        {
            KeyValuePair<string, JsonElement> first = _members.First();
            return (first.Key, first.Value);
        }

        public bool Has(string name) => _members.ContainsKey(name);

        public T? Required<T>(string name, Part<T> read)
        {
            if (_members.TryGetValue(name, out JsonElement element))
            {
                return read(element, $"{Path}.{name}");
            }

            _reader.Fault(Path, $"'{name}' is missing.", null);
            return default;
        }

        public T? Optional<T>(string name, Part<T> read)
            where T : class => _members.TryGetValue(name, out JsonElement element) ? read(element, $"{Path}.{name}") : null;

        /// <summary>A boolean that is false where it is not given.</summary>
        public bool Flag(string name)
        {
            if (!_members.TryGetValue(name, out JsonElement element))
            {
                return false;
            }

            if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                _reader.Fault($"{Path}.{name}", "This is true or false.", null);
            }

            return element.ValueKind == JsonValueKind.True;
        }

        private static string? NameOf(JsonProperty property)
        {
            try
            {
                return property.Name;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>Ends the reading; what is wrong is already reported.</summary>
    private sealed class ReadingEnds : Exception;
}
