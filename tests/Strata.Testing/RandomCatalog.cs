using Strata.Language.Catalog;

namespace Strata.Testing;

/// <summary>A small catalog that has every type of field and every kind of row, for random definitions over random data.</summary>
public static class RandomCatalog
{
    /// <summary>The taxonomy of <c>industry</c>.</summary>
    public static Taxonomy Industries { get; } = new(
        "industry",
        [
            new TaxonomyNode("Finance", null, ["Financial Services", "52"]),
            new TaxonomyNode("Banking", "Finance", ["Banks"]),
            new TaxonomyNode("Fintech", "Finance", []),
            new TaxonomyNode("Software", null, ["5132"]),
            new TaxonomyNode("SaaS", "Software", ["Software as a Service"]),
        ]);

    /// <summary>The catalog.</summary>
    public static DataCatalog Catalog { get; } = Build();

    private static DataCatalog Build()
    {
        var account = new RowType(
            RowKind.Account,
            "account",
            [
                new("name", FieldType.Text), new("domain", FieldType.Text), new("industry", FieldType.Category, "industry"),
                new("region", FieldType.Category), new("employees", FieldType.Number), new("revenue", FieldType.Money),
                new("active", FieldType.Boolean), new("audited", FieldType.Boolean), new("renewal", FieldType.Date),
                new("founded", FieldType.Date), new("tags", FieldType.Set),
            ]);
        var contact = new RowType(
            RowKind.Contact,
            "contact",
            [
                new("account_id", FieldType.Text), new("email", FieldType.Text), new("title", FieldType.Text),
                new("seniority", FieldType.Category), new("score", FieldType.Number), new("opted_out", FieldType.Boolean),
                new("verified", FieldType.Date), new("skills", FieldType.Set),
            ]);
        var technologies = new RowType(
            RowKind.Collection,
            "technologies",
            [
                new("product", FieldType.Category), new("seats", FieldType.Number), new("price", FieldType.Money),
                new("first_seen", FieldType.Date), new("trial", FieldType.Boolean), new("labels", FieldType.Set),
            ],
            startField: "first_seen",
            keyFields: ["product"]);
        var opportunities = new RowType(
            RowKind.Collection,
            "opportunities",
            [
                new("id", FieldType.Text), new("stage", FieldType.Category), new("amount", FieldType.Money), new("is_closed", FieldType.Boolean),
                new("is_won", FieldType.Boolean), new("loss_reason", FieldType.Category), new("created_at", FieldType.Date), new("closed_at", FieldType.Date),
            ],
            startField: "created_at",
            keyFields: ["id"]);
        var view = new RowType(
            RowKind.Event,
            "page_view",
            [new("page", FieldType.Category), new("seconds", FieldType.Number), new("planned", FieldType.Date), new("bounced", FieldType.Boolean)]);
        var form = new RowType(RowKind.Event, "form", [new("page", FieldType.Category), new("value", FieldType.Money), new("words", FieldType.Set)]);
        return new DataCatalog(account, contact, [technologies, opportunities], [view, form], [Industries]);
    }
}
