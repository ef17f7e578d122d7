using Strata.Index.Entity;
using Strata.Language.Bound;

namespace Strata.Index.Plans;

/// <summary>The fields of an opportunity that are what they are only from its <c>closed_at</c> on (catalog.md, History).</summary>
internal static class OpportunityFields
{
    /// <summary>True for such a field.</summary>
    public static bool MayDependOnTime(BoundField field) => OpportunityHistory.Applies(field.Row, field.Field.Name);
}
