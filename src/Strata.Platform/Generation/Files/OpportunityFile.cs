using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Files;

/// <summary>Three years of deals as a CRM exports them; an open deal has no close date.</summary>
internal sealed class OpportunityFile() : RowFile(
    "opportunities",
    UniverseFiles.Opportunities,
    "Opportunity ID,Account ID,Opportunity Name,Stage,Amount,Type,Closed,Won,Created Date,Close Date,Loss Reason,Opportunity Owner,Product")
{
    private static readonly byte[][] Types = CsvBuffer.EncodeAll(["New", "Expansion", "Renewal"]);

    public override void Write(AccountScope scope, CsvBuffer row)
    {
        foreach (var deal in scope.Deals)
        {
            if (deal.Created <= scope.Universe.AsOf)
            {
                WriteDeal(scope, deal, row);
            }
        }
    }

    private void WriteDeal(AccountScope scope, Deal deal, CsvBuffer row)
    {
        var universe = scope.Universe;
        var random = new CounterRandom(universe.Seed, RandomStream.DealOutcome, ~((scope.Account.Index << 3) + deal.Number));
        RecordIdText.Opportunity(row, (scope.Account.Index << 3) + deal.Number);
        RecordIdText.Account(row.At(1), scope.Account.Index);
        row.At(2).Raw(WebContent.Products[deal.Product]).Raw(" - "u8).Raw(Types[(int)deal.Type]).Raw(" #"u8).Number(deal.Number + 1);
        row.At(3).Raw(DealStages.Name(DealStages.LastReached(deal, universe.AsOf), deal.IsWon));
        row.At(4).Number(deal.Amount);
        row.At(5).Raw(Types[(int)deal.Type]);
        row.At(6).Boolean(deal.IsClosed);
        row.At(7).Boolean(deal.IsWon);
        universe.Instants.Instant(row.At(8), deal.Created);
        row.At(9);
        if (deal.IsClosed)
        {
            universe.Instants.Instant(row, deal.Closes);
        }

        row.At(10).Raw(deal.IsClosed && !deal.IsWon && random.Chance(0.85) ? WebContent.LossReasons[deal.LossReason] : []);
        row.At(11).Raw(WebContent.Owners[scope.Account.Owner]);
        row.At(12).Raw(WebContent.Products[deal.Product]);
        row.EndRow(Columns);
    }
}

/// <summary>The stage history of the deals: one row each time a deal reached a stage.</summary>
internal sealed class OpportunityStageFile() : RowFile("opportunity_stages", UniverseFiles.Opportunities, "Opportunity ID,Stage,Changed At")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        foreach (var deal in scope.Deals)
        {
            for (var stage = DealStage.Prospecting; stage <= DealStage.Closed; stage++)
            {
                if (DealStages.WasIn(deal, stage, scope.Universe.AsOf))
                {
                    RecordIdText.Opportunity(row, (scope.Account.Index << 3) + deal.Number);
                    row.At(1).Raw(DealStages.Name(stage, deal.IsWon));
                    scope.Universe.Instants.Instant(row.At(2), deal.StageAt(stage));
                    row.EndRow(Columns);
                }
            }
        }
    }
}

/// <summary>What stages are called and which of them a deal passed through.</summary>
internal static class DealStages
{
    private static readonly byte[][] Names = CsvBuffer.EncodeAll(["Prospecting", "Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review"]);

    public static ReadOnlySpan<byte> Name(DealStage stage, bool isWon) =>
        stage < DealStage.Closed ? Names[(int)stage] : isWon ? "Closed Won"u8 : "Closed Lost"u8;

    /// <summary>True where the deal was in the stage by the instant; a lost deal skips those after the one it was lost from.</summary>
    public static bool WasIn(Deal deal, DealStage stage, long instant) =>
        deal.StageAt(stage) <= instant && (stage == DealStage.Closed || !deal.IsClosed || deal.IsWon || stage <= deal.LostFrom);

    public static DealStage LastReached(Deal deal, long instant)
    {
        var stage = DealStage.Closed;
        while (!WasIn(deal, stage, instant))
        {
            stage--;
        }

        return stage;
    }
}
