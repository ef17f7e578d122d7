namespace Strata.Language.Definitions;

/// <summary>The definitions that a definition may refer to. Names are unique within each kind and compare by their folded form.</summary>
public sealed class DefinitionSet
{
    private readonly Dictionary<(Type Kind, string Name), Definition> _definitions = [];

    /// <summary>Nothing to refer to.</summary>
    public static DefinitionSet Empty { get; } = new([]);

    /// <summary>Creates the set.</summary>
    /// <exception cref="UserErrorException">Code <c>name</c>: two definitions of a kind have the same name.</exception>
    public DefinitionSet(IEnumerable<Definition> definitions)
    {
        All = [.. definitions];
        foreach (Definition definition in All)
        {
            if (!_definitions.TryAdd(Key(definition.GetType(), definition.Name), definition))
            {
                throw new UserErrorException("name", $"'{definition.Name}' is defined twice.", File(definition), "Rename one of the two.");
            }
        }
    }

    /// <summary>All of them, in the order given.</summary>
    public IReadOnlyList<Definition> All { get; }

    /// <summary>The definition of that kind and name, or null.</summary>
    public T? Find<T>(string name)
        where T : Definition => (T?)_definitions.GetValueOrDefault(Key(typeof(T), name));

    private static (Type Kind, string Name) Key(Type kind, string name) => (kind, Values.TextFolding.Fold(name));

    private static SourceLocation? File(Definition definition) => definition.File is null ? null : new SourceLocation(definition.File, 1, 1);
}
