using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>Reads accounts, or contacts, into the form that they are compared in.</summary>
/// <param name="catalog">What fields there are.</param>
/// <param name="of">Accounts or contacts.</param>
internal sealed class RecordReader(DataCatalog catalog, EntityKind of)
{
    private readonly IReadOnlyList<(FieldDefinition Field, FieldRole Role)> _fields = FieldRoles.Of(catalog.Of(of));
    private readonly Dictionary<string, string> _countries = new(StringComparer.Ordinal);

    /// <summary>The values of what was read.</summary>
    public LinkagePools Pools { get; } = new();

    /// <summary>Reads everybody, in the order of their numbers.</summary>
    public LinkageRecord[] Read(DuckDbConnection connection, CancellationToken cancellation)
    {
        string columns = string.Concat(_fields.Select(field => $", CAST({SqlIdentifier.Quote(field.Field.Name)} AS VARCHAR)"));
        (string table, string more) = of == EntityKind.Account ? ("account", ", lower(id), lower(parent_id), domain, employees // 10000") : ("contact", ", lower(id), CAST(account_ref AS VARCHAR), NULL, NULL");
        string?[] values = new string?[_fields.Count];
        return [.. connection.Query(
            $"SELECT ref{more}{columns} FROM {table} ORDER BY ref",
            [],
            row =>
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = row.GetText(i + 5);
                }

                var record = new LinkageRecord { Ref = row.GetInt64(0), Family = (row.GetRequiredText(1), of == EntityKind.Account ? row.GetText(2) : null) };
                if (of == EntityKind.Account)
                {
                    record.Domain = Pools.Domain.Add(row.GetText(3)?.ToLowerInvariant() ?? "");
                    record.Employees = row.GetNullableInt64(4) ?? 0;
                    record.Companies = Companies(values);
                }
                else
                {
                    record.Account = Pools.Account.Add(row.GetText(2) ?? "");
                    SetPeople(record, values);
                    SetEmail(record, values);
                }

                SetRest(record, values);
                return record;
            },
            cancellation)];
    }

    private CompanyNameForm[] Companies(string?[] values) =>
        [.. Named(values, FieldRole.FullName).Concat(Named(values, FieldRole.OtherName)).SelectMany(CompanyNames.Of).DistinctBy(words => string.Join(' ', words), StringComparer.Ordinal).Select(words => new CompanyNameForm(
            Pools.NameWord.AddWords(words),
            Pools.Company.Add(string.Concat(words.Order(StringComparer.Ordinal))),
            string.Concat(words.Select(word => word[0])),
            TextForms.Script(words[0])))];

    private void SetPeople(LinkageRecord record, string?[] values)
    {
        byte generation = 0;
        var names = new List<(string Given, string Family)> { PersonNames.Of(Named(values, FieldRole.Given).FirstOrDefault(), Named(values, FieldRole.Family).FirstOrDefault(), ref generation) };
        foreach (string whole in Named(values, FieldRole.FullName).Concat(Named(values, FieldRole.OtherName)))
        {
            names.AddRange(PersonNames.Whole(whole, ref generation));
        }

        record.Generation = generation;
        record.People = [.. names.Where(name => name.Given.Length + name.Family.Length > 0).Distinct().Select(name =>
            new PersonName(Pools.Given.Add(name.Given), Pools.Family.Add(name.Family), TextForms.Script(name.Family.Length > 0 ? name.Family : name.Given)))];
    }

    private void SetEmail(LinkageRecord record, string?[] values)
    {
        string? written = Named(values, FieldRole.Email).FirstOrDefault(value => value.Contains('@', StringComparison.Ordinal));
        if (written is null)
        {
            return;
        }

        // "Ann Lee <ann@acme.com>" is an address with its owner's name.
        int open = written.LastIndexOf('<');
        string address = (open >= 0 ? written[(open + 1)..] : written).Trim().TrimEnd('>').Trim().ToLowerInvariant();
        record.Email = Pools.Email.Add(address);
        string domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        record.Domain = FreeMail.Contains(domain) ? -1 : Pools.Domain.Add(domain);
    }

    private void SetRest(LinkageRecord record, string?[] values)
    {
        string digits = TextForms.Digits(Named(values, FieldRole.Phone).FirstOrDefault());
        record.Phone = digits.Length >= 6 ? Pools.Phone.Add(digits.Length > 9 ? digits[^9..] : digits) : -1;
        string postcode = TextForms.Plain(Named(values, FieldRole.Postcode).FirstOrDefault()).Replace(" ", "", StringComparison.Ordinal);
        if (postcode.Length == 9 && postcode.All(char.IsAsciiDigit))
        {
            postcode = postcode[..5];
        }

        record.Postcode = Pools.Postcode.Add(postcode);
        record.Address = Pools.AddressWord.AddWords(AddressWords.Of(Named(values, FieldRole.Address)).Append(postcode));
        record.House = Pools.House.Add(House(record.Address));
        record.City = Pools.City.Add(TextForms.Plain(Named(values, FieldRole.City).FirstOrDefault()));
        record.Country = Pools.Country.Add(Country(Named(values, FieldRole.Country).FirstOrDefault()));
        record.Birth = BirthDate.Read(Named(values, FieldRole.Birth).FirstOrDefault());
        record.BirthValue = record.Birth.IsMissing ? -1 : Pools.Birth.Add(record.Birth.Figures(shortYear: true));
        List<(int, int)>? identifiers = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (_fields[i].Role == FieldRole.Identifier && TextForms.Plain(values[i]).Replace(" ", "", StringComparison.Ordinal) is { Length: >= 4 } known)
            {
                (identifiers ??= []).Add((i, Pools.Identifier.Add(known)));
            }
        }

        record.Identifiers = identifiers is null ? [] : [.. identifiers];
    }

    private string House(int[] address)
    {
        string? number = null, street = null;
        foreach (int word in address)
        {
            string text = Pools.AddressWord[word];
            if (char.IsAsciiDigit(text[0]))
            {
                number ??= text;
            }
            else if (!AddressWords.IsKind(text) && (street is null || text.Length > street.Length))
            {
                street = text;
            }
        }

        return number is null || street is null ? "" : $"{number} {street}";
    }

    private string Country(string? written)
    {
        string folded = TextFolding.FoldOrNull(written) ?? "";
        if (folded.Length > 0 && !_countries.TryGetValue(folded, out string? _))
        {
            _countries[folded] = catalog.Taxonomies.GetValueOrDefault("geography")?.Find(folded)?.Name ?? folded;
        }

        return folded.Length == 0 ? "" : _countries[folded];
    }

    private IEnumerable<string> Named(string?[] values, FieldRole role)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (_fields[i].Role == role && !string.IsNullOrWhiteSpace(values[i]))
            {
                yield return values[i]!;
            }
        }
    }
}
