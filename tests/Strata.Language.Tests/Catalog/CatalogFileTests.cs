using Strata.Language.Catalog;

namespace Strata.Language.Tests.Catalog;

public sealed class CatalogFileTests
{
    private const string Example = """
        fields:
          account: {is_target: boolean, sector: {type: category, taxonomy: sector, description: "What: they do", ttl: 90 days}}
          contact: {score: number}
        collections:
          contracts: {description: A frame contract, start: signed_at, key: [title], fields: {title: text, signed_at: date}}
        events:
          login: {device: text, minutes: number}
          purchase: {description: Bought something, fields: {sku: category, source: text}}
        taxonomies:
          sector: [Services, {name: Technology, code: T, synonyms: [Tech], children: [Software, {name: Hardware}]}]
          industry: [{name: Our niche, parent: SaaS}]
        """;

    [Fact]
    public void Reads_every_kind_of_addition()
    {
        DataCatalog catalog = CatalogFile.Read(Example).ApplyTo(ShippedCatalog.Load());
        catalog.Account.Find("is_target")!.Type.ShouldBe(FieldType.Boolean);
        catalog.Account.Find("sector").ShouldBe(new FieldDefinition("sector", FieldType.Category, "sector", "What: they do", 90));
        catalog.Account.Find("employees").ShouldNotBeNull();
        catalog.Contact.Find("score")!.Type.ShouldBe(FieldType.Number);
        catalog.Collections["contracts"].StartField.ShouldBe("signed_at");
        catalog.Collections["contracts"].KeyFields.ShouldBe(["title"]);
        catalog.Events["login"].Fields.Select(field => field.Name).ShouldBe(["device", "minutes", "source"]);
        catalog.Events["purchase"].Description.ShouldBe("Bought something");
        catalog.Events["purchase"].Find("source")!.Type.ShouldBe(FieldType.Text);
        Taxonomy sector = catalog.Taxonomies["sector"];
        sector.SpellingsUnder(sector.Find("t")!).ShouldBe(["technology", "t", "tech", "software", "hardware"], ignoreOrder: true);
        Taxonomy industry = catalog.Taxonomies["industry"];
        industry.SpellingsUnder(industry.Find("information")!).ShouldContain("our niche");
    }

    [Fact]
    public void Writes_what_it_reads_back_equal()
    {
        CatalogAdditions first = CatalogFile.Read(Example);
        string text = CatalogFile.Write(first);
        CatalogAdditions second = CatalogFile.Read(text);
        CatalogFile.Write(second).ShouldBe(text);
        second.AccountFields.ShouldBe(first.AccountFields);
        second.Events.Select(row => (row.Name, row.Description)).ShouldBe(first.Events.Select(row => (row.Name, row.Description)));
        second.Taxonomies["sector"].Select(node => (node.Name, node.Parent)).ShouldBe(first.Taxonomies["sector"].Select(node => (node.Name, node.Parent)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("say \"yes\" \\ no: #1, {a} [b] | 'c'")]
    [InlineData("tab\tline\nreturn\r bell\u0007 del\u007f nel\u0085 ls\u2028")]
    [InlineData("Größe 日本 🙂")]
    [InlineData("true")]
    [InlineData("~")]
    [InlineData(" spaces ")]
    public void Free_text_survives_writing(string text)
    {
        var additions = CatalogAdditions.None with
        {
            AccountFields = [new FieldDefinition("x", FieldType.Text, Description: text)],
            Taxonomies = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(StringComparer.Ordinal) { ["t"] = [new TaxonomyNode(text, null, [text])] },
        };
        CatalogAdditions read = CatalogFile.Read(CatalogFile.Write(additions));
        read.AccountFields[0].Description.ShouldBe(text);
        read.Taxonomies["t"][0].Name.ShouldBe(text);
        read.Taxonomies["t"][0].Synonyms.ShouldBe([text]);
    }

    [Fact]
    public void The_shipped_catalog_can_be_written_and_read()
    {
        DataCatalog shipped = ShippedCatalog.Load();
        var additions = new CatalogAdditions([], shipped.Contact.Fields, [.. shipped.Collections.Values], [.. shipped.Events.Values], CatalogAdditions.None.Taxonomies);
        CatalogAdditions read = CatalogFile.Read(CatalogFile.Write(additions));
        read.ContactFields.ShouldBe(shipped.Contact.Fields);
        read.Events.SelectMany(row => row.Fields).ShouldBe(shipped.Events.Values.SelectMany(row => row.Fields));
        read.Collections.SelectMany(row => row.KeyFields).ShouldBe(shipped.Collections.Values.SelectMany(row => row.KeyFields));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("{}")]
    [InlineData("fields:\nevents: ~\n")]
    public void An_empty_text_adds_nothing(string text) => CatalogFile.Read(text).IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("fields: {account: {a: nunber}}", "type", 1, 23, "'nunber' is no type of a field.")]
    [InlineData("fields: {account: {a: 3}}", "type", 1, 23, "'3' is no type of a field.")]
    [InlineData("fields: {company: {a: text}}", "name", 1, 10, "'company' means nothing here.")]
    [InlineData("field: {}", "name", 1, 1, "'field' means nothing here.")]
    [InlineData("fields: {account: {A-b: text}}", "name", 1, 20, "'A-b' cannot be a name.")]
    [InlineData("fields: {account: {id: text}}", "name", 1, 20, "'id' is kept for a row's own key and time.")]
    [InlineData("events: {e: {ts: date}}", "name", 1, 14, "'ts' is kept for a row's own key and time.")]
    [InlineData("fields: {account: {a: {description: x}}}", "type", 1, 23, "'a' has no type.")]
    [InlineData("fields: {account: {a: {type: text, taxonomy: industry}}}", "type", 1, 46, "Only a category or a set belongs to a taxonomy.")]
    [InlineData("fields: {account: {a: {type: text, ttl: soon}}}", "format", 1, 41, "The time to live is no number of days.")]
    [InlineData("fields: {account: {a: {type: text, colour: red}}}", "name", 1, 36, "'colour' means nothing here.")]
    [InlineData("fields: [a]", "format", 1, 9, "Here fields must be a mapping (key: value).")]
    [InlineData("events:\n  e:\n    fields: {a: text}\n    start: a\n", "name", 4, 5, "'start' means nothing here.")]
    [InlineData("collections: {contacts: {fields: {}}}", "name", 1, 15, "'contacts' is an entity, not a collection.")]
    [InlineData("collections: {c: {fields: {a: text}, start: a}}", "type", 1, 45, "'c.a' is no date.")]
    [InlineData("collections: {c: {fields: {a: text}, key: [b]}}", "name", 1, 44, "'c' has no field 'b'.")]
    [InlineData("taxonomies: {t: [{synonyms: [x]}]}", "format", 1, 18, "A node of a taxonomy has no name.")]
    [InlineData("taxonomies: {t: x}", "format", 1, 17, "Here nodes of a taxonomy must be a list.")]
    public void A_fault_says_where_it_is(string text, string code, int line, int column, string message)
    {
        UserError fault = Should.Throw<UserErrorException>(() => CatalogFile.Read(text, "my.yaml")).Errors.ShouldHaveSingleItem();
        (fault.Code, fault.Where!.File, fault.Where.Line, fault.Where.Column).ShouldBe((code, "my.yaml", line, column));
        fault.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("fields: {account: ")]
    [InlineData("a: b: c")]
    [InlineData("fields:\n\t- x")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: *unknown")]
    [InlineData("--- {}\n--- {}\n")]
    [InlineData("\"\\q\"")]
    public void What_is_not_YAML_is_a_fault_of_syntax(string text)
    {
        UserError fault = Should.Throw<UserErrorException>(() => CatalogFile.Read(text)).Errors[0];
        fault.Code.ShouldBe("syntax");
        fault.Where.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("{a: ", 10_000)]
    [InlineData("- ", 10_000)]
    public void Deep_nesting_is_refused_without_harm(string open, int times) =>
        Should.Throw<UserErrorException>(() => CatalogFile.Read(string.Concat(Enumerable.Repeat(open, times)))).Errors[0].Code.ShouldBe("limit");

    [Fact]
    public void All_faults_are_reported() =>
        Should.Throw<UserErrorException>(() => CatalogFile.Read("fields: {account: {a: x, B: text}}\nodd: 1")).Errors.Count.ShouldBe(3);

    [Theory]
    [InlineData("fields: {account: {employees: text}}", "'account.employees' is already known as number.")]
    [InlineData("fields: {account: {a: {type: category, taxonomy: nowhere}}}", "'account.a' belongs to the taxonomy 'nowhere', which is not known.")]
    [InlineData("events: {technologies: {}}", "'technologies' is both a collection and an event.")]
    [InlineData("collections: {page_view: {fields: {a: text}}}", "'page_view' is both a collection and an event.")]
    [InlineData("taxonomies: {industry: [{name: New, synonyms: [SaaS]}]}", "Taxonomy 'industry': 'SaaS' is a spelling of both 'SaaS' and 'New'.")]
    public void What_does_not_fit_the_catalog_is_refused(string text, string message) =>
        Should.Throw<UserErrorException>(() => CatalogFile.Read(text).ApplyTo(ShippedCatalog.Load())).Errors.ShouldContain(fault => fault.Message == message);

    [Fact]
    public void Known_collections_and_events_gain_fields()
    {
        DataCatalog catalog = CatalogFile.Read("events: {page_view: {country: category}}\ncollections: {technologies: {fields: {seats: number}}}")
            .ApplyTo(ShippedCatalog.Load());
        catalog.Events["page_view"].Find("country").ShouldNotBeNull();
        catalog.Events["page_view"].Find("seconds").ShouldNotBeNull();
        catalog.Collections["technologies"].Find("seats").ShouldNotBeNull();
        catalog.Collections["technologies"].KeyFields.ShouldBe(["product"]);
    }
}
