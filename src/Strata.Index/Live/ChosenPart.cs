using Strata.Language.Bound;
using Strata.Language.Values;

namespace Strata.Index.Live;

/// <summary>What it takes for a segmentation to give a value, as a condition.</summary>
internal static class ChosenPart
{
    /// <summary>One of the wanted parts is the first that matches; the value is missing outside of the universe.</summary>
    /// <param name="plan">The segmentation.</param>
    /// <param name="wanted">The values, folded.</param>
    public static BoundExpr Of(SegmentationPlan plan, IReadOnlyList<string> wanted)
    {
        var chosen = new List<BoundExpr>();
        var before = new List<BoundExpr>();
        foreach (SegmentationPart part in plan.Parts)
        {
            if (IsWanted(part.Value))
            {
                chosen.Add(All([part.Where, .. before]));
            }

            before.Add(new BoundNot(part.Where));
        }

        if (IsWanted(plan.Other))
        {
            chosen.Add(All([.. before]));
        }

        BoundExpr any = chosen switch
        {
            [] => new BoundConstant(false),
            [{ } one] => one,
            _ => new BoundOr([.. chosen]),
        };
        return plan.Universe is null ? any : All([plan.Universe, any]);

        bool IsWanted(string value) => wanted.Contains(TextFolding.Fold(value), StringComparer.Ordinal);
    }

    private static BoundExpr All(BoundExpr[] operands) => operands switch
    {
        [] => new BoundConstant(true),
        [{ } one] => one,
        _ => new BoundAnd([.. operands]),
    };
}
