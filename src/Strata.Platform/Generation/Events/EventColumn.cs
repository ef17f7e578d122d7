namespace Strata.Platform.Generation.Events;

/// <summary>The columns of the event file in order: one file for all types, so that most cells of a row are blank.</summary>
internal static class EventColumn
{
    public const string Header =
        "event_id,event_type,timestamp,account_id,contact_email,anonymous_id,source,page,path,url,title,referrer,seconds,campaign,form,asset,topic,name,"
        + "attended,channel,feature,minutes,users,score,stage,kind,text,site,product,outcome,notes,theme,severity,question,answer";

    public const int Type = 1;
    public const int Timestamp = 2;
    public const int Account = 3;
    public const int Contact = 4;
    public const int Anonymous = 5;
    public const int Source = 6;
    public const int Page = 7;
    public const int Title = 10;
    public const int Referrer = 11;
    public const int Seconds = 12;
    public const int Campaign = 13;
    public const int Form = 14;
    public const int Asset = 15;
    public const int Topic = 16;
    public const int Name = 17;
    public const int Attended = 18;
    public const int Channel = 19;
    public const int Feature = 20;
    public const int Minutes = 21;
    public const int Users = 22;
    public const int Score = 23;
    public const int Stage = 24;
    public const int Kind = 25;
    public const int Text = 26;
    public const int Site = 27;
    public const int Product = 28;
    public const int Outcome = 29;
    public const int Notes = 30;
    public const int Theme = 31;
    public const int Severity = 32;
    public const int Question = 33;
    public const int Answer = 34;
    public const int Count = 35;
}
