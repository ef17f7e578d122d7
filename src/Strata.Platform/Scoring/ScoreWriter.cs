using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Values;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Scoring;

/// <summary>A field of accounts that Strata works out, with its values.</summary>
/// <param name="Field">The field; made known where the catalog does not have it.</param>
public sealed record ScoreColumn(FieldDefinition Field)
{
    /// <summary>A number for each of the accounts; null where the field is one of texts. NaN for none.</summary>
    public double[]? Numbers { get; init; }

    /// <summary>A text for each of the accounts, or null for none.</summary>
    public string?[]? Texts { get; init; }
}

/// <summary>What writing did.</summary>
/// <param name="Changed">How many accounts got another value of some field.</param>
/// <param name="Kept">How many values were kept because a stronger source says otherwise.</param>
public sealed record ScoreWriting(long Changed, long Kept);

/// <summary>
/// Writes fields that Strata works out, as any source does: with history, precedence, and word to live memberships. Only what changes is
/// written; an account that is not among those given has its value taken away.
/// </summary>
public static class ScoreWriter
{
    /// <summary>The source that the values are of; a weaker one than any that people import from.</summary>
    public const string Source = "score";

    private const string Values = "score_value";
    private const string Staging = "score_stage";

    /// <summary>From so many accounts on, everybody is evaluated again instead of one after the other.</summary>
    private const int Most = 50_000;

    /// <summary>Writes fields of accounts, all or nothing.</summary>
    /// <param name="workspace">The data; no transaction is open. Through the exclusive writer where a server runs.</param>
    /// <param name="accounts">The numbers of the accounts in the warehouse, each once.</param>
    /// <param name="columns">The fields, each with a value an account.</param>
    /// <param name="cancellation">Stops; nothing was written then.</param>
    /// <exception cref="UserErrorException">Code <c>format</c>: a field of that name has another type.</exception>
    public static ScoreWriting Write(Workspace workspace, IReadOnlyList<long> accounts, IReadOnlyList<ScoreColumn> columns, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(columns);
        DuckDbConnection connection = workspace.Connection;
        using DuckDbTransaction transaction = connection.BeginTransaction();
        Sources.Declare(connection, Source, SourceKind.Inference);
        DataCatalog catalog = workspace.Warehouse.ExtendWithin(connection, Additions(workspace.Catalog, columns));
        RefuseOtherTypes(catalog, columns);
        FieldDefinition[] fields = [.. columns.Select(column => catalog.Account.Find(column.Field.Name)!)];
        Append(connection, accounts, columns);
        StagingTable staging = Stage(connection, catalog, fields, workspace.Now.Instant);
        var loader = new WarehouseLoader(connection, catalog, Source, cancellation);
        LoadResult result = loader.Apply(staging);
        TouchedRefs touched = loader.Touched();
        connection.Execute($"DROP TABLE {Values}");
        connection.Execute($"DROP TABLE {Staging}");
        cancellation.ThrowIfCancellationRequested();
        transaction.Commit();
        if (!ReferenceEquals(catalog, workspace.Catalog))
        {
            workspace.AdoptCatalog(catalog);
        }

        var cause = new MembershipCause(MembershipCauseKind.Field, Source);
        workspace.NoteWritten(touched.Accounts.Count > Most ? EntityChanges.All(cause) : new EntityChanges(touched.Accounts, touched.Contacts, EventsMoved: false, cause));
        return new(result.Updated, result.KeptFromStrongerSource);
    }

    private static CatalogAdditions Additions(DataCatalog catalog, IReadOnlyList<ScoreColumn> columns) => CatalogAdditions.None with
    {
        AccountFields = [.. columns.Select(column => column.Field).Where(field => catalog.Account.Find(field.Name) is null)],
    };

    /// <summary>A field of that name may have come with an import.</summary>
    private static void RefuseOtherTypes(DataCatalog catalog, IReadOnlyList<ScoreColumn> columns)
    {
        foreach (FieldDefinition field in columns.Select(column => column.Field))
        {
            if (catalog.Account.Find(field.Name) is { } known && known.Type != field.Type)
            {
                throw new UserErrorException(
                    "format",
                    $"The field '{field.Name}' of accounts is one of type {known.Type}, so the score cannot be written to it.",
                    fix: "Import that column under another name, and remove the field with a definition file of the catalog.");
            }
        }
    }

    private static void Append(DuckDbConnection connection, IReadOnlyList<long> accounts, IReadOnlyList<ScoreColumn> columns)
    {
        string types = string.Concat(columns.Select(column => $", {SqlIdentifier.Quote(column.Field.Name)} {FieldColumns.SqlType(column.Field.Type)}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Values} (ref BIGINT{types})");
        using DuckDbAppender appender = connection.CreateAppender(Values);
        for (int row = 0; row < accounts.Count; row++)
        {
            appender.Append(accounts[row]);
            foreach (ScoreColumn column in columns)
            {
                if (column.Numbers is { } numbers)
                {
                    appender.Append(double.IsNaN(numbers[row]) ? null : (long?)Math.Round(numbers[row] * FixedDecimal.UnitsPerOne));
                }
                else
                {
                    appender.Append(column.Texts![row]);
                }
            }

            appender.EndRow();
        }

        appender.Complete();
    }

    /// <summary>The accounts of which some value changes, by their ids.</summary>
    private static StagingTable Stage(DuckDbConnection connection, DataCatalog catalog, FieldDefinition[] fields, long at)
    {
        string[] names = [.. fields.Select(field => SqlIdentifier.Quote(field.Name))];
        var staging = new StagingTable(Staging, catalog.Account, fields, fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal));
        staging.Create(connection);
        connection.Execute(
            $"""
            INSERT INTO {Staging} (id, {string.Join(", ", names)}, _observed_at)
            SELECT a.id, {string.Join(", ", names.Select(name => $"v.{name}"))}, make_timestamp($1)
            FROM account a LEFT JOIN {Values} v ON v.ref = a.ref
            WHERE {string.Join(" OR ", names.Select(name => $"a.{name} IS DISTINCT FROM v.{name}"))}
            """,
            at);
        return staging;
    }
}
