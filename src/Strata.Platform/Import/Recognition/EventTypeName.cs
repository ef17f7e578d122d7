namespace Strata.Platform.Import.Recognition;

/// <summary>The event type that a label in a file means.</summary>
internal static class EventTypeName
{
    /// <summary>The catalog's name for the usual spellings (<c>Page Viewed</c>, <c>OPEN</c> of an e-mail event), else the label as a name.</summary>
    /// <param name="label">What the file says.</param>
    /// <param name="fileType">The type of the file's events where the map knows one.</param>
    public static string From(string label, string? fileType)
    {
        string squeezed = HeaderName.Squeeze(label);
        if (fileType == "email_event")
        {
            return $"email_{HeaderName.ToFieldName(label.ToLowerInvariant())}";
        }

        return squeezed switch
        {
            "page" or "pageview" or "pageviewed" or "viewedpage" or "pagevisit" or "webvisit" or "visit" => "page_view",
            "pageengaged" or "pageengagement" or "pageleft" or "pageleave" or "timeonpage" => "page_engagement",
            "screen" or "screenview" or "screenviewed" or "viewedscreen" => "screen_view",
            "formabandon" or "formabandoned" or "formabandonment" or "abandonedform" => "form_abandon",
            "formstart" or "formstarted" or "startedform" => "form_start",
            "formsubmit" or "formsubmitted" or "formsubmission" or "submittedform" or "formfill" => "form_submit",
            "downloaded" or "contentdownload" or "assetdownload" => "download",
            "webinarattended" or "webinarregistration" or "webinarattendance" => "webinar",
            "videoplay" or "videoview" or "videowatched" => "video",
            "emailopen" or "emailopened" or "openedemail" => "email_open",
            "emailclick" or "emailclicked" or "clickedemail" => "email_click",
            "emailreply" or "emailreplied" or "repliedemail" => "email_reply",
            "adimpression" or "impression" or "adview" => "ad_impression",
            "adclick" or "adclicked" => "ad_click",
            "productusage" or "featureused" or "featureusage" => "usage",
            "intentsignal" or "topicsurge" or "surge" => "intent",
            "phonecall" => "call",
            "supportticket" or "case" => "ticket",
            _ => HeaderName.ToFieldName(label.Contains(' ', StringComparison.Ordinal) || label.Any(char.IsLower) ? label : label.ToLowerInvariant()),
        };
    }
}
