namespace Strata.Platform.Scoring.Activity;

/// <summary>How much an event says of engagement with us: by the stage of buying that it belongs to.</summary>
internal static class SignalWeights
{
    /// <summary>An event of a type that is not listed.</summary>
    public const double Other = 1;

    /// <summary>Somebody saw us.</summary>
    private const double Awareness = 0.25;

    /// <summary>Somebody looked.</summary>
    private const double Interest = 1;

    /// <summary>Somebody compares.</summary>
    private const double Consideration = 4;

    /// <summary>Somebody talks to us.</summary>
    private const double Decision = 10;

    private static readonly Dictionary<string, double> OfTypes = new(StringComparer.Ordinal)
    {
        ["ad_impression"] = Awareness,
        ["email_open"] = Awareness,
        ["page_view"] = Interest,
        ["screen_view"] = Interest,
        ["video"] = Interest,
        ["ad_click"] = Interest,
        ["email_click"] = Interest,
        ["usage"] = Interest,
        ["form_start"] = Consideration,
        ["download"] = Consideration,
        ["webinar"] = Consideration,
        ["review"] = Consideration,
        ["survey"] = Consideration,
        ["form_submit"] = Decision,
        ["email_reply"] = Decision,
        ["meeting"] = Decision,
        ["call"] = Decision,

        // Said of them, not done by them; or said by another event already.
        ["intent"] = 0,
        ["news"] = 0,
        ["stage_change"] = 0,
        ["page_engagement"] = 0,
        ["form_abandon"] = 0,
        ["ticket"] = 0,
    };

    /// <summary>Pages whose visitors compare: a view of one counts as that.</summary>
    public const string ComparingPages = "pricing|price|demo|trial|compare|comparison|contact|integration";

    /// <summary>The weight of a view of such a page.</summary>
    public static double ComparingPage => Consideration;

    /// <summary>The weight of an event of a type; 0 where it says nothing.</summary>
    public static double Of(string type) => OfTypes.GetValueOrDefault(type, Other);
}
