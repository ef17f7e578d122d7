using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Files;

/// <summary>What was planted, beside the data: for tests and for judging models, never imported.</summary>
internal static class TruthFile
{
    public const string Name = "truth.json";

    // The file is read by people and programs, never put into a page: quotes need no escape beyond JSON's own.
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The facts and the opening of the list of anonymous visitors, whose entries follow as the events are made.</summary>
    public static byte[] Head(Universe universe)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            WriteOptions(json, universe.Options);
            WriteOutcome(json, universe.Truth);
            json.WriteEndObject();
        }

        // The lists may be long: they are appended by hand in place of the closing brace.
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return Encoding.UTF8.GetBytes(text[..text.LastIndexOf('}')].TrimEnd('\n'));
    }

    /// <summary>Opens a list. Its entries are written with a comma before each; the first loses it when it is appended.</summary>
    public static byte[] OpenList(string name) => Encoding.UTF8.GetBytes($",\n  \"{name}\": [");

    public static byte[] CloseList => "\n  ]"u8.ToArray();

    /// <summary>Adds the near-duplicates among the accounts of a slice.</summary>
    public static void WriteDuplicates(Universe universe, SlicePlan plan, int slice, CsvBuffer truth)
    {
        for (var index = (long)slice * SlicePlan.AccountsPerSlice; index < plan.EndOf(slice); index++)
        {
            var original = universe.Accounts.OriginalOf(index);
            if (original == index)
            {
                continue;
            }

            truth.Raw(",\n    {\"account_id\": \""u8);
            RecordIdText.Account(truth, original);
            truth.Raw("\", \"duplicate_id\": \""u8);
            RecordIdText.Account(truth, index);
            truth.Raw("\", \"kind\": \""u8);
            truth.Raw(universe.Names.KindOf(universe.Accounts.Create(index)) switch
            {
                DuplicateKind.LegalForm => "legal form"u8,
                DuplicateKind.Capitals => "capitals, no website"u8,
                DuplicateKind.Typo => "letter missing"u8,
                _ => "short name, other domain"u8,
            });
            truth.Raw("\"}"u8);
            truth.CountRow();
        }
    }

    private static void WriteOptions(Utf8JsonWriter json, UniverseOptions options)
    {
        json.WriteNumber("seed", options.Seed);
        json.WriteString("as_of", options.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("accounts", options.Accounts);
        json.WriteNumber("contacts_per_account", options.ContactsPerAccount);
        json.WriteNumber("technologies_per_account", options.TechnologiesPerAccount);
        json.WriteNumber("events", options.Events);
        json.WriteNumber("days", options.Days);
    }

    private static void WriteOutcome(Utf8JsonWriter json, PlantedTruth truth)
    {
        json.WriteString("ideal_customer_profile", truth.IdealCustomerProfile);
        json.WriteString(
            "outcome",
            "A deal wins with probability logistic(baseline + the log-odds of every driver that holds as of its creation + normal noise). "
            + "Behaviour before creation is in the events only for deals created at least 30 days after the events begin.");
        json.WriteNumber("baseline_log_odds", PlantedTruth.BaselineLogOdds);
        json.WriteNumber("baseline_win_rate", Math.Round(DeterministicMath.Logistic(PlantedTruth.BaselineLogOdds), 4));
        json.WriteNumber("noise_standard_deviation", PlantedTruth.Noise);
        json.WriteStartArray("drivers");
        foreach (var driver in truth.Drivers)
        {
            json.WriteStartObject();
            json.WriteString("name", driver.Name);
            json.WriteString("definition", driver.Definition);
            json.WriteNumber("log_odds", driver.LogOdds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
