using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Live;

/// <summary>What a leaf reads beside the fields of its own entity: who has to be asked again when something changes.</summary>
internal sealed class LeafReads
{
    private readonly HashSet<string> _events = new(StringComparer.Ordinal);

    /// <summary>Works out what an expression or a value reads.</summary>
    /// <param name="root">A <see cref="BoundExpr"/> or a <see cref="BoundValue"/>.</param>
    public LeafReads(object root)
    {
        var tops = new HashSet<BoundTop>();
        foreach (object node in BoundTree.Nodes(root))
        {
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

    /// <summary>The event types whose rows are read.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Whether rows of a collection are read, or the contacts.</summary>
    public bool ReadsRows { get; private set; }

    /// <summary>Whether a contact's account, or what belongs to it, is read.</summary>
    public bool ReadsAccountOfContact { get; private set; }

    /// <summary>Whether the contact that did an event is read.</summary>
    public bool ReadsWhoDidEvents { get; private set; }

    /// <summary>The ranks it reads.</summary>
    public IReadOnlyList<BoundTop> Tops { get; }

    private void Add(BoundSource source)
    {
        if (source.IsEvent)
        {
            _events.Add(source.Row.Name);
        }
        else
        {
            ReadsRows = true;
        }

        ReadsAccountOfContact |= source.Relation == SourceRelation.OfAccountOfContact;
    }
}
