using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Live;

/// <summary>What a leaf reads beside the fields of its own entity: who has to be asked again when something changes.</summary>
internal sealed class LeafReads
{
    private readonly Dictionary<string, List<Func<EventRow, bool>?>> _conditions = new(StringComparer.Ordinal);
    private readonly HashSet<RowType> _collections = [];

    /// <summary>Works out what a leaf reads.</summary>
    /// <param name="leaf">Its expression; of a rank, what it is ranked by is read.</param>
    public LeafReads(BoundExpr leaf)
    {
        IEnumerable<object?> roots = leaf is BoundTop ranked ? [ranked.By, ranked.Per, ranked.Among] : [leaf];
        var tops = new HashSet<BoundTop>();
        foreach (object node in roots.OfType<object>().SelectMany(BoundTree.Nodes))
        {
            Note(node);
            Hops += node is BoundSource { Relation: SourceRelation.OfAccountOfContact } or BoundSource { Row.Kind: RowKind.Contact } or BoundSource { Relation: SourceRelation.OfContact }
                or BoundField { Owner: not FieldOwner.Self } or BoundOwnerValue { Owner: not FieldOwner.Self } or BoundSegmentation { Owner: not FieldOwner.Self }
                or BoundInSegment { ThroughAccount: true } or BoundInList { ThroughAccount: true } ? 1 : 0;
            Fields.Add(node);
            switch (node)
            {
                case BoundSource source:
                    Add(source);
                    break;
                case BoundField { Owner: FieldOwner.Contact } or BoundOwnerValue { Owner: FieldOwner.Contact } or BoundSegmentation { Owner: FieldOwner.Contact }:
                    ReadsWhoDidEvents = true;
                    break;
                case BoundField { Owner: FieldOwner.Account } or BoundOwnerValue { Owner: FieldOwner.Account } or BoundSegmentation { Owner: FieldOwner.Account }
                    or BoundInSegment { ThroughAccount: true } or BoundInList { ThroughAccount: true }:
                    ReadsAccountOfContact = true;
                    break;
                case BoundTop top:
                    tops.Add(top);
                    break;
                default:
                    break;
            }
        }

        Tops = [.. tops];
    }

    /// <summary>The fields that are read, of the entities, of rows and of events.</summary>
    public FieldsRead Fields { get; } = new();

    /// <summary>The event types whose rows are read.</summary>
    public IReadOnlyCollection<string> Events => _conditions.Keys;

    /// <summary>Whether rows of a collection are read, or the contacts.</summary>
    public bool ReadsRows => _collections.Count > 0;

    /// <summary>The types of those rows.</summary>
    public IReadOnlyCollection<RowType> Collections => _collections;

    /// <summary>Whether a contact's account, or what belongs to it, is read.</summary>
    public bool ReadsAccountOfContact { get; private set; }

    /// <summary>Whether the contact that did an event is read.</summary>
    public bool ReadsWhoDidEvents { get; private set; }

    /// <summary>How many times, at most, it goes on from an entity to another: from a contact to the account, to who did an event, and so on.</summary>
    public int Hops { get; }

    /// <summary>The ranks it reads.</summary>
    public IReadOnlyList<BoundTop> Tops { get; }

    /// <summary>Whether rows of an event type are read.</summary>
    public bool ReadsEvents(string type) => _conditions.ContainsKey(type);

    /// <summary>False for an event that no condition of the leaf takes, so that the leaf does not change with it.</summary>
    public bool MayCount(EventRow happened) =>
        _conditions.TryGetValue(happened.Type.Name, out List<Func<EventRow, bool>?>? conditions)
        && conditions.Exists(condition => condition is null || condition(happened));

    private void Add(BoundSource source)
    {
        if (!source.IsEvent)
        {
            _collections.Add(source.Row);
        }

        ReadsAccountOfContact |= source.Relation == SourceRelation.OfAccountOfContact;
    }

    private void Note(object node)
    {
        (BoundSource? source, BoundExpr? where, bool every) = node switch
        {
            BoundQuantified quantified => (quantified.Source, quantified.Where, quantified.Every),
            BoundAggregate aggregate => (aggregate.Source, aggregate.Where, false),
            BoundStep step => (step.Source, step.Where, false),
            _ => (null, null, false),
        };
        if (source is { IsEvent: true })
        {
            if (!_conditions.TryGetValue(source.Row.Name, out List<Func<EventRow, bool>?>? conditions))
            {
                _conditions.Add(source.Row.Name, conditions = []);
            }

            conditions.Add(every ? null : EventCondition.Compile(where));
        }
    }
}
