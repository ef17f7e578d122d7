namespace Strata.Index.Plans;

/// <summary>The index does not hold what the question needs; the warehouse answers it.</summary>
internal sealed class NotServedException(string reason) : Exception(reason);
