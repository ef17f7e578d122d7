namespace Strata.Platform.Quality.Duplicates;

/// <summary>A comparison of two, <c>a</c> and <c>b</c>, in SQL.</summary>
/// <param name="Code">What it finds.</param>
/// <param name="Text">The sentence for a person.</param>
/// <param name="Condition">When it speaks; NULL is no.</param>
/// <param name="Weight">By how much it changes the odds then: an SQL expression of a natural logarithm.</param>
internal sealed record EvidenceRule(string Code, string Text, string Condition, string Weight);

/// <summary>How accounts, or contacts, are compared.</summary>
/// <param name="Features">What is compared, as SQL columns over the table <c>t</c>, by name.</param>
/// <param name="Keys">Who is compared with whom: two that share one of these, as SQL over the features.</param>
/// <param name="Rules">The comparisons. Of those of one group only the first that speaks counts.</param>
/// <param name="Prior">The odds that two which share a key are one, before anything is compared, as a natural logarithm.</param>
internal sealed record ComparisonRules(
    IReadOnlyList<(string Name, string Sql)> Features, IReadOnlyList<string> Keys, IReadOnlyList<IReadOnlyList<EvidenceRule>> Rules, double Prior)
{
    /// <summary>Texts that are alike but for a few letters.</summary>
    private const double Alike = 0.92;

    /// <summary>How accounts are compared.</summary>
    public static ComparisonRules Accounts(Func<string, bool> has)
    {
        string Optional(string field, string sql) => has(field) ? sql : "NULL::VARCHAR";
        return new ComparisonRules(
            [
                ("company", "strata_company(t.name)"),
                ("tokens", "list_aggregate(list_sort(string_split(strata_company(t.name), ' ')), 'string_agg', ' ')"),
                ("domain", "t.\"domain.folded\""),
                ("stem", "split_part(t.\"domain.folded\", '.', 1)"),
                ("country", "t.\"country.folded\""),
                ("city", "t.\"city.folded\""),
                ("phone", Optional("phone", $"{Digits("t.phone")}")),
                ("employees", "t.employees"),
                ("parent", "lower(t.parent_id)"),
            ],
            [
                "'d' || domain",
                "'t' || tokens || '|' || coalesce(country, '')",
                "'n' || replace(tokens, ' ', '')",
                "CASE WHEN length(stem) > 3 THEN 's' || stem END",
                "'p' || left(company, 5) || '|' || city",
                "CASE WHEN length(company) > 7 THEN 'p' || left(company, 8) || '|' || country END",
                "CASE WHEN length(company) > 7 THEN 'e' || right(company, 8) || '|' || country END",
                "'f' || phone",
            ],
            [
                [
                    new("same-domain", "Both have the domain {a.domain}", "a.domain = b.domain", "6.5"),
                    new("same-domain-name", "Their domains differ in the ending only: {a.domain} and {b.domain}", "a.stem = b.stem AND length(a.stem) > 3", "3.0"),
                    new("other-domain", "Their domains differ: {a.domain} and {b.domain}", "a.domain <> b.domain", "-1.5"),
                ],
                [
                    new("same-name", "Both are called {a.company}", "a.tokens = b.tokens", "4.5"),
                    new("same-name", "Both are called {a.company}, but for spaces", "replace(a.tokens, ' ', '') = replace(b.tokens, ' ', '')", "4.5"),
                    new("similar-name", "Their names are alike: {a.company} and {b.company}", $"jaro_winkler_similarity(a.company, b.company) >= {Text(Alike)}", "3.0"),
                    new("part-of-name", "One name is part of the other: {a.company} and {b.company}", "length(least(a.company, b.company)) > 4 AND (starts_with(a.company, b.company || ' ') OR starts_with(b.company, a.company || ' '))", "1.5"),
                    new("other-name", "Their names differ: {a.company} and {b.company}", "a.company <> b.company", "-2.5"),
                ],
                [
                    new("same-country", "Both are in {a.country}", "a.country = b.country", "0.7"),
                    new("other-country", "They are in different countries: {a.country} and {b.country}", "a.country <> b.country", "-2.0"),
                ],
                [
                    new("same-city", "Both are in {a.city}", "a.city = b.city", "1.2"),
                    new("other-city", "They are in different cities: {a.city} and {b.city}", "a.city <> b.city", "-0.7"),
                ],
                [
                    new("same-phone", "Both have the telephone number {a.phone}", "a.phone = b.phone", "3.5"),
                    new("other-phone", "Their telephone numbers differ: {a.phone} and {b.phone}", "a.phone <> b.phone", "-0.7"),
                ],
                [
                    new("same-size", "They have about as many employees", "a.employees > 0 AND b.employees > 0 AND greatest(a.employees, b.employees) <= 1.25 * least(a.employees, b.employees)", "0.5"),
                    new("other-size", "One has ten times as many employees", "a.employees > 0 AND b.employees > 0 AND greatest(a.employees, b.employees) > 10 * least(a.employees, b.employees)", "-1.0"),
                ],
                [new("parent", "One is the other's parent", "a.parent = lower(b.id) OR b.parent = lower(a.id)", "-6.0")],
            ],
            Prior: -2.5);
    }

    /// <summary>How contacts are compared.</summary>
    public static ComparisonRules Contacts() => new(
        [
            ("first", "regexp_replace(t.\"first_name.folded\", '[^\\p{L}\\p{N}]', '', 'g')"),
            ("last", "regexp_replace(t.\"last_name.folded\", '[^\\p{L}\\p{N}]', '', 'g')"),
            ("email", "lower(t.email)"),
            ("mailbox", "CASE WHEN contains(t.email, '@') THEN regexp_replace(split_part(lower(t.email), '@', 1), '[^a-z0-9]', '', 'g') END"),
            ("mail_domain", "CASE WHEN contains(t.email, '@') THEN split_part(lower(t.email), '@', 2) END"),
            ("phone", Digits("t.phone")),
            ("account", "t.account_ref"),
            ("country", "t.\"country.folded\""),
            ("title", "t.\"title.folded\""),
        ],
        [
            "'e' || email",
            "'f' || phone",
            "'n' || first || '|' || last || '|' || coalesce(CAST(account AS VARCHAR), mail_domain, country, '')",
            "'s' || last || '|' || first || '|' || coalesce(CAST(account AS VARCHAR), mail_domain, country, '')",
            "'n' || least(first, last) || '|' || greatest(first, last)",
            "'p' || left(last, 4) || '|' || left(first, 1) || '|' || CAST(account AS VARCHAR)",
            "'p' || left(last, 4) || '|' || left(first, 1) || '|' || mail_domain",
            "'p' || left(last, 4) || '|' || left(first, 3) || '|' || country",
            "CASE WHEN length(mailbox) > 5 THEN 'm' || mailbox END",
            "'q' || left(phone, 4) || '|' || left(last, 3)",
            "'q' || left(phone, 4) || '|' || left(first, 3)",
            "'r' || right(phone, 4) || '|' || left(last, 3)",
            "'r' || right(phone, 4) || '|' || left(first, 3)",
        ],
        [
            [
                new("same-email", "Both have the address {a.email}", "a.email = b.email", "8.0"),
                new("same-mailbox", "Their addresses begin alike: {a.email} and {b.email}", "a.mailbox = b.mailbox AND length(a.mailbox) > 5", "2.5"),
                new("same-mail-domain", "Both have an address at {a.mail_domain}", "a.mail_domain = b.mail_domain", "0.3"),
                new("other-email", "Their addresses differ: {a.email} and {b.email}", "a.email <> b.email", "-0.7"),
            ],
            [
                new("same-name", "Both are called {a.first} {a.last}", "a.first = b.first AND a.last = b.last", "3.5"),
                new("swapped-name", "First and last name are swapped: {a.first} {a.last}", "a.first = b.last AND a.last = b.first", "3.5"),
                new("similar-name", "Their names are alike: {a.first} {a.last} and {b.first} {b.last}", $"jaro_winkler_similarity(a.first || ' ' || a.last, b.first || ' ' || b.last) >= {Text(Alike)}", "2.5"),
                new("same-last-name", "Both have the last name {a.last}, and first names that begin alike", "a.last = b.last AND left(a.first, 1) = left(b.first, 1)", "1.0"),
                new("same-last-name", "Both have the last name {a.last}", "a.last = b.last", "0.3"),
                new("other-name", "Their names differ: {a.first} {a.last} and {b.first} {b.last}", "coalesce(a.first || ' ' || a.last, a.last) <> coalesce(b.first || ' ' || b.last, b.last)", "-3.0"),
            ],
            [
                new("same-phone", "Both have the telephone number {a.phone}", "a.phone = b.phone", "3.5"),
                new("similar-phone", "Their telephone numbers differ in one figure: {a.phone} and {b.phone}", "length(a.phone) > 5 AND damerau_levenshtein(a.phone, b.phone) = 1", "2.0"),
                new("other-phone", "Their telephone numbers differ: {a.phone} and {b.phone}", "a.phone <> b.phone", "-1.0"),
            ],
            [
                new("same-account", "Both belong to the same account", "a.account = b.account", "1.5"),
                new("other-account", "They belong to different accounts", "a.account <> b.account", "-1.5"),
            ],
            [new("other-country", "They are in different countries: {a.country} and {b.country}", "a.country <> b.country", "-1.0")],
            [new("same-title", "Both are {a.title}", "a.title = b.title", "0.5")],
        ],
        Prior: -3.0);

    /// <summary>The last nine figures of a telephone number: without what countries and trunk lines put before.</summary>
    private static string Digits(string column) =>
        $"CASE WHEN length(regexp_replace({column}, '[^0-9]', '', 'g')) >= 6 THEN right(regexp_replace({column}, '[^0-9]', '', 'g'), 9) END";

    private static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
