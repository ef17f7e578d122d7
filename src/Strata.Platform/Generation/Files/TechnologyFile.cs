using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Files;

/// <summary>Installed technologies as a technographics provider delivers them.</summary>
internal sealed class TechnologyFile() : RowFile(
    "technologies", UniverseFiles.Technologies, "Account ID,Product,Vendor,Category,First Seen,Last Seen,Confidence,Source")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        var universe = scope.Universe;
        for (var technology = 0; technology < Technologies.All.Length; technology++)
        {
            if (!universe.Technologies.Has(scope.Account, technology, out var firstSeen, out var lastSeen))
            {
                continue;
            }

            var random = new CounterRandom(universe.Seed, RandomStream.Technology, ~((scope.Account.Index << 6) + technology));
            RecordIdText.Account(row, scope.Account.Index);
            row.At(1).Raw(Technologies.All[technology].Cells);
            row.StandAt(3);
            universe.Instants.Date(row.At(4), firstSeen);
            universe.Instants.Date(row.At(5), lastSeen);
            row.At(6).Raw("0."u8).Number(55 + random.Below(45));
            row.At(7).Raw(random.Chance(0.6) ? "web crawl"u8 : random.Chance(0.6) ? "job posts"u8 : "survey"u8);
            row.EndRow(Columns);
        }
    }
}
