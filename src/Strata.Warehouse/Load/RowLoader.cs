using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>
/// Applies a few rows given as .NET values, in the same way as <see cref="WarehouseLoader"/> applies files. Each call is a
/// transaction. Used by one thread at a time.
/// </summary>
/// <remarks>
/// A row maps names to values. Besides fields and properties it may hold <c>id</c>, <c>account</c> (or <c>account_id</c>) and, for
/// events, <c>ts</c>, <c>contact</c> (or <c>contact_id</c>) and <c>source</c>. Values: <see cref="string"/> for text and category,
/// <see cref="decimal"/> or any integer or floating type for number and money, <see cref="bool"/>, for dates <see cref="long"/> UTC
/// microseconds or <see cref="NodaTime.Instant"/>, for sets a sequence of strings; null says nothing about the field.
/// </remarks>
public sealed class RowLoader(DuckDbConnection connection, DataCatalog catalog)
{
    private const string StageName = "load_rows";
    private readonly StagedValues _values = new();

    /// <summary>Whom the rows of the last <see cref="Upsert"/> of accounts, contacts or rows of a collection are about.</summary>
    public TouchedRefs Touched { get; private set; } = TouchedRefs.Nobody;

    /// <summary>Inserts or merges accounts, contacts or rows of a collection, or appends events of one type.</summary>
    /// <param name="type">What the rows are.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="observedAt">When they were observed, in UTC microseconds.</param>
    /// <param name="source">Who says them; a source not yet declared counts as a CRM.</param>
    /// <exception cref="UserErrorException">Code <c>type</c> or <c>name</c>: a value does not fit, or a name is unknown.</exception>
    public LoadResult Upsert(
        RowType type, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, long observedAt, string source = "crm")
    {
        if (rows.Count == 0)
        {
            return new LoadResult();
        }

        if (type.Kind == RowKind.Event)
        {
            EventStaging events = StageEvents(type, rows, source);
            return InTransaction(source, loader => loader.Apply(events));
        }

        StagingTable staging = Stage(StageName, type, rows, _ => observedAt);
        return InTransaction(source, loader =>
        {
            LoadResult result = loader.Apply(staging);
            Touched = loader.Touched();
            return result;
        });
    }

    /// <summary>
    /// Fills a staging table for a <see cref="WarehouseLoader"/> with accounts, contacts or rows of a collection; before its transaction
    /// begins.
    /// </summary>
    /// <param name="name">The temporary table's name; a table of that name goes first.</param>
    /// <param name="type">What the rows are; it may have fields that the catalog gets with the transaction.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="observedAt">When the row of that place was observed, in UTC microseconds.</param>
    /// <exception cref="UserErrorException">Code <c>type</c> or <c>name</c>: a value does not fit, or a name is unknown.</exception>
    public StagingTable Stage(string name, RowType type, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, Func<int, long> observedAt)
    {
        var names = rows.SelectMany(row => row.Keys).ToHashSet(StringComparer.Ordinal);
        if (type.Kind == RowKind.Contact && (names.Contains("account") || names.Contains("account_id")))
        {
            names.Add("account_id");
        }

        CheckNames(type, names);
        IReadOnlyList<FieldDefinition> fields = [.. type.Fields.Where(field => names.Contains(field.Name))];
        var staging = new StagingTable(name, type, fields, new HashSet<string>(StringComparer.Ordinal));
        staging.Create(connection);
        int place = 0;
        Append(name, staging.Columns().Select(column => column.Column), rows, row =>
        {
            if (type.Kind is RowKind.Account or RowKind.Contact)
            {
                _values.Text(StagedValues.AsText(row.GetValueOrDefault("id"), "id"));
            }

            string? account = StagedValues.AsText(row.GetValueOrDefault("account") ?? row.GetValueOrDefault("account_id"), "account");
            if (type.Kind is RowKind.Contact or RowKind.Collection)
            {
                _values.Text(account);
            }

            foreach (FieldDefinition field in staging.ComparedFields())
            {
                bool isReference = type.Kind == RowKind.Contact && field.Name is "account_id";
                _values.Field(field, isReference ? account : row.GetValueOrDefault(field.Name));
            }

            _values.Moment(observedAt(place++));
        });
        return staging;
    }
    /// <summary>Adds observations of single fields, such as the stages that an opportunity went through.</summary>
    /// <param name="type">What the observations are about.</param>
    /// <param name="observations">Key of the row, field, value as in <see cref="Upsert"/>, and instant in UTC microseconds.</param>
    /// <param name="source">Who says them.</param>
    public LoadResult AddHistory(
        RowType type, IReadOnlyList<(string Key, string Field, object? Value, long ObservedAt)> observations, string source = "crm")
    {
        connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {StageName} (key VARCHAR, field VARCHAR, observed_at TIMESTAMP, value VARCHAR, folded VARCHAR)");
        using (DuckDbAppender appender = connection.CreateAppender(StageName))
        {
            for (int row = 0; row < observations.Count; row++)
            {
                (string key, string field, object? value, long at) = observations[row];
                FieldDefinition definition = type.Find(field) ?? throw StagedValues.Unknown(type, field);
                appender.Append(key);
                appender.Append(field);
                appender.Append(at);
                (string? text, string? folded) = StagedValues.Encode(definition, value);
                appender.Append(text);
                appender.Append(folded);
                appender.EndRow();
            }

            appender.Complete();
        }

        return InTransaction(source, loader => loader.ApplyHistory(type, StageName));
    }

    /// <summary>The staging table is filled before: rows of a table that the transaction itself made have no lasting numbers.</summary>
    private LoadResult InTransaction(string source, Func<WarehouseLoader, LoadResult> apply)
    {
        using DuckDbTransaction transaction = connection.BeginTransaction();
        Sources.Declare(connection, source, SourceKind.Crm);
        LoadResult result = apply(new WarehouseLoader(connection, catalog, source));
        transaction.Commit();
        return result;
    }

    private EventStaging StageEvents(RowType type, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, string source)
    {
        CheckNames(type, rows.SelectMany(row => row.Keys));
        IReadOnlyList<FieldDefinition> properties = [.. type.Fields.Where(field => field.Name is not "source")];
        string columns = string.Concat(properties.Select(field => $", {SqlIdentifier.Quote(field.Name)} {FieldColumns.SqlType(field.Type)}"));
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {StageName} (
                id VARCHAR, ts TIMESTAMP, account_key VARCHAR, contact_key VARCHAR, source VARCHAR,
                _raw VARCHAR, _type VARCHAR{columns})
            """);
        Append(StageName, [], rows, row =>
        {
            string? said = StagedValues.AsText(row.GetValueOrDefault("source"), "source") ?? source;
            _values.Text(StagedValues.AsText(row.GetValueOrDefault("id"), "id") ?? throw StagedValues.Missing(type, "id"));
            _values.Moment(StagedValues.AsInstant(row.GetValueOrDefault("ts"), "ts") ?? throw StagedValues.Missing(type, "ts"));
            _values.Text(StagedValues.AsText(row.GetValueOrDefault("account") ?? row.GetValueOrDefault("account_id"), "account"));
            _values.Text(StagedValues.AsText(row.GetValueOrDefault("contact") ?? row.GetValueOrDefault("contact_id"), "contact"));
            _values.Text(said);
            _values.Event(type.Name, properties, row);
        });
        return new EventStaging(
            StageName, [new EventSlice(type, type.Name, [.. properties.Select(field => new StagedProperty(field, field.Name))])]);
    }

    private void Append(
        string name,
        IEnumerable<string> columns,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> rows,
        Action<IReadOnlyDictionary<string, object?>> write)
    {
        using DuckDbAppender appender = connection.CreateAppender(name, [.. columns]);
        _values.Target = appender;
        foreach (IReadOnlyDictionary<string, object?> row in rows)
        {
            write(row);
            appender.EndRow();
        }

        appender.Complete();
    }

    private static void CheckNames(RowType type, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            bool isKey = name switch
            {
                "id" => true,
                "account" or "account_id" => type.Kind != RowKind.Account,
                "contact" or "contact_id" or "ts" or "source" or "type" => type.Kind == RowKind.Event,
                _ => false,
            };
            if (!isKey && type.Find(name) is null)
            {
                throw StagedValues.Unknown(type, name);
            }
        }
    }
}
