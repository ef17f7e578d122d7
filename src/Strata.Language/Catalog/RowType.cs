namespace Strata.Language.Catalog;

/// <summary>What kind of rows a <see cref="RowType"/> describes.</summary>
public enum RowKind
{
    /// <summary>The accounts.</summary>
    Account,

    /// <summary>The contacts; also a collection of an account.</summary>
    Contact,

    /// <summary>Rows that describe the current state of an account.</summary>
    Collection,

    /// <summary>Things that happened to an account, and maybe a contact, at an instant.</summary>
    Event,
}

/// <summary>A named shape of rows: an entity, a collection or an event type, with its fields.</summary>
/// <remarks>
/// Two shapes are equal where kind, name and start are: a definition over rows means the same when they get further fields, and the
/// fields that it reads are compared by themselves.
/// </remarks>
public sealed class RowType : IEquatable<RowType>
{
    private readonly Dictionary<string, int> _ordinals;

    /// <summary>Creates the shape; field names must be distinct.</summary>
    /// <param name="kind">What kind of rows.</param>
    /// <param name="name"><c>account</c>, <c>contact</c>, or the name of the collection or event.</param>
    /// <param name="fields">Its fields in order; the keys and instants every row has (id, ts, account, contact) are not among them.</param>
    /// <param name="startField">For a collection or the contacts: the date field before which a row does not exist, or null.</param>
    /// <param name="keyFields">For a collection: the fields that, with the account, name a row; empty for the other kinds.</param>
    /// <param name="description">What a row is, for a person.</param>
    public RowType(
        RowKind kind,
        string name,
        IEnumerable<FieldDefinition> fields,
        string? startField = null,
        IReadOnlyList<string>? keyFields = null,
        string description = "")
    {
        Kind = kind;
        Name = name;
        Fields = [.. fields];
        _ordinals = Fields.Select((field, ordinal) => (field.Name, ordinal)).ToDictionary(field => field.Name, field => field.ordinal, StringComparer.Ordinal);
        StartField = startField;
        KeyFields = keyFields ?? [];
        Description = description;
    }

    /// <summary>What kind of rows.</summary>
    public RowKind Kind { get; }

    /// <summary>The name a definition uses: <c>account</c>, <c>contact</c>, <c>technologies</c>, <c>page_view</c>.</summary>
    public string Name { get; }

    /// <summary>The fields in declared order.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; }

    /// <summary>The date field before which a row of a collection does not exist, or null.</summary>
    public string? StartField { get; }

    /// <summary>The fields that, with the account, name a row of a collection.</summary>
    public IReadOnlyList<string> KeyFields { get; }

    /// <summary>What a row is, for a person; may be empty.</summary>
    public string Description { get; }

    /// <summary>The field of that exact name, or null.</summary>
    public FieldDefinition? Find(string name) => _ordinals.TryGetValue(name, out int ordinal) ? Fields[ordinal] : null;

    /// <summary>Where <see cref="Fields"/> has the field of that exact name, or −1.</summary>
    public int IndexOf(string name) => _ordinals.TryGetValue(name, out int ordinal) ? ordinal : -1;

    /// <inheritdoc/>
    public bool Equals(RowType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && string.Equals(Name, other.Name, StringComparison.Ordinal)
            && string.Equals(StartField, other.StartField, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RowType);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The same shape with the given fields added, or replacing those of the same name.</summary>
    public RowType With(IEnumerable<FieldDefinition> fields)
    {
        var merged = Fields.ToList();
        foreach (FieldDefinition field in fields)
        {
            int at = merged.FindIndex(other => string.Equals(other.Name, field.Name, StringComparison.Ordinal));
            if (at < 0)
            {
                merged.Add(field);
            }
            else
            {
                merged[at] = field;
            }
        }

        return new RowType(Kind, Name, merged, StartField, KeyFields, Description);
    }

    /// <summary>The same shape with what an addition of the same name says besides: its fields, and its start, key and description where it has them.</summary>
    public RowType With(RowType addition)
    {
        ArgumentNullException.ThrowIfNull(addition);
        RowType merged = With(addition.Fields);
        return new RowType(
            Kind,
            Name,
            merged.Fields,
            addition.StartField ?? StartField,
            addition.KeyFields.Count > 0 ? addition.KeyFields : KeyFields,
            addition.Description.Length > 0 ? addition.Description : Description);
    }
}
