namespace Strata.Bench.Peers;

/// <summary>A table that a peer takes over: the columns that the questions need, text as it is compared (folded).</summary>
/// <param name="Name">Its name, the same in every peer.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Select">What gives them, in the warehouse.</param>
internal sealed record CountTable(string Name, IReadOnlyList<CountColumn> Columns, string Select)
{
    /// <summary>What questions about attributes and technologies need.</summary>
    public static IReadOnlyList<CountTable> Attributes { get; } =
    [
        new(
            "account",
            [new("ref", CountColumnType.Number), new("industry", CountColumnType.Text), new("country", CountColumnType.Text), new("employees", CountColumnType.Number)],
            """SELECT ref::INTEGER AS ref, "industry.folded" AS industry, "country.folded" AS country, (employees // 10000)::INTEGER AS employees FROM account"""),
        new(
            "technologies",
            [new("account_ref", CountColumnType.Number), new("category", CountColumnType.Text)],
            """SELECT account_ref::INTEGER AS account_ref, "category.folded" AS category FROM technologies"""),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CountTable> All { get; } =
    [
        .. Attributes,
        new(
            "page_view",
            [new("account_ref", CountColumnType.Number), new("page", CountColumnType.Text), new("ts", CountColumnType.Instant)],
            """SELECT account_ref::INTEGER AS account_ref, "page.folded" AS page, ts FROM event_page_view"""),
        new(
            "contact",
            [new("ref", CountColumnType.Number), new("account_ref", CountColumnType.Number), new("seniority", CountColumnType.Text), new("department", CountColumnType.Text)],
            """SELECT ref::INTEGER AS ref, account_ref::INTEGER AS account_ref, "seniority.folded" AS seniority, "department.folded" AS department FROM contact"""),
        new(
            "email_click",
            [new("contact_ref", CountColumnType.Number), new("ts", CountColumnType.Instant)],
            "SELECT contact_ref::INTEGER AS contact_ref, ts FROM event_email_click"),
    ];
}

/// <summary>A column of a <see cref="CountTable"/>; never NULL.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record CountColumn(string Name, CountColumnType Type);

/// <summary>The types of the columns.</summary>
internal enum CountColumnType
{
    /// <summary>An integer of 32 bits.</summary>
    Number,

    /// <summary>Text of few different values.</summary>
    Text,

    /// <summary>Microseconds since 1970 in UTC.</summary>
    Instant,
}
