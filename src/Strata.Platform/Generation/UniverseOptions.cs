namespace Strata.Platform.Generation;

/// <summary>How the generated files are written.</summary>
public enum UniverseFormat
{
    /// <summary>Plain CSV, UTF-8 without a byte order mark, <c>\n</c> line ends.</summary>
    Csv,

    /// <summary>The same, gzipped (<c>.csv.gz</c>). The uncompressed bytes are the ones that a seed fixes.</summary>
    CsvGzip,
}

/// <summary>Which files to write; several may be combined.</summary>
[Flags]
public enum UniverseFiles
{
    /// <summary>No file.</summary>
    None = 0,

    /// <summary><c>accounts.csv</c>.</summary>
    Accounts = 1,

    /// <summary><c>contacts.csv</c>.</summary>
    Contacts = 2,

    /// <summary><c>technologies.csv</c>.</summary>
    Technologies = 4,

    /// <summary><c>opportunities.csv</c> and <c>opportunity_stages.csv</c>.</summary>
    Opportunities = 8,

    /// <summary><c>subscriptions.csv</c>.</summary>
    Subscriptions = 16,

    /// <summary><c>spend.csv</c>.</summary>
    Spend = 32,

    /// <summary><c>events.csv</c>.</summary>
    Events = 64,

    /// <summary><c>truth.json</c>.</summary>
    Truth = 128,

    /// <summary>Every file.</summary>
    All = 255,
}

/// <summary>What to generate. The same options give the same bytes on every machine, whatever its number of cores.</summary>
public sealed record UniverseOptions
{
    /// <summary>Accounts of the demo.</summary>
    public const long DefaultAccounts = 20_000;

    /// <summary>Events of the demo.</summary>
    public const long DefaultEvents = 1_000_000;

    /// <summary>The largest number of accounts that can be asked for.</summary>
    public const long MostAccounts = 100_000_000;

    /// <summary>The largest number of contacts or events that can be asked for.</summary>
    public const long MostRows = 10_000_000_000;

    /// <summary>The folder to write to; made when it is not there. Files of the same names are replaced.</summary>
    public required string Directory { get; init; }

    /// <summary>How many accounts, near-duplicates included: 1 to <see cref="MostAccounts"/>.</summary>
    public long Accounts { get; init; } = DefaultAccounts;

    /// <summary>How many events, exactly: 0 to <see cref="MostRows"/>. With 0 no event file is written.</summary>
    public long Events { get; init; } = DefaultEvents;

    /// <summary>How many contacts for each account on average: 0 to 100. With 0 no contact file is written.</summary>
    public double ContactsPerAccount { get; init; } = 4;

    /// <summary>About how many installed technologies for each account: 0 to 12. With 0 no technology file is written.</summary>
    public double TechnologiesPerAccount { get; init; } = 5;

    /// <summary>Everything random follows from this number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many days of events, up to <see cref="AsOf"/>: 1 to 1,095.</summary>
    public int Days { get; init; } = 180;

    /// <summary>The instant that the files were "exported" at; nothing happened later. Whole seconds count.</summary>
    public DateTimeOffset AsOf { get; init; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Plain or gzipped.</summary>
    public UniverseFormat Format { get; init; } = UniverseFormat.Csv;

    /// <summary>Which files to write.</summary>
    public UniverseFiles Files { get; init; } = UniverseFiles.All;
}
