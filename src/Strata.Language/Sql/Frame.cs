using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Language.Sql;

/// <summary>A row in scope while SQL is printed: its alias, and the rows joined to it because something read a field of theirs.</summary>
internal sealed class Frame(RowType row, string alias)
{
    private Frame? _account;
    private Frame? _contact;

    /// <summary>The type of the row.</summary>
    public RowType Row => row;

    /// <summary>The alias of the row's table.</summary>
    public string Alias => alias;

    /// <summary>The account joined to a contact, or null where nothing asked for it.</summary>
    public Frame? JoinedAccount => _account;

    /// <summary>The contact joined to an event, or null where nothing asked for it.</summary>
    public Frame? JoinedContact => _contact;

    /// <summary>The frame of the row's owner, joined from now on.</summary>
    public Frame Join(FieldOwner owner, DataCatalog catalog) => owner switch
    {
        FieldOwner.Self => this,
        FieldOwner.Account => _account ??= new Frame(catalog.Account, $"{alias}_a"),
        FieldOwner.Contact => _contact ??= new Frame(catalog.Contact, $"{alias}_c"),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "Unknown owner."),
    };

    /// <summary>A column of the row.</summary>
    public string Column(string name) => $"{alias}.{SqlIdentifier.Quote(name)}";
}
