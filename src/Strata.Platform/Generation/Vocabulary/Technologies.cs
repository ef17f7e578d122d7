using Strata.Platform.Generation.Output;

namespace Strata.Platform.Generation.Vocabulary;

/// <summary>A product that companies install, with how likely each kind of company has it.</summary>
/// <param name="Product">Its name.</param>
/// <param name="Cells"><c>Product,Vendor,Category</c> as CSV.</param>
/// <param name="Likelihood">By <see cref="TechnologyStack"/>: the chance that a company of that kind has it.</param>
internal sealed record Technology(string Product, byte[] Cells, double[] Likelihood);

/// <summary>The school of tools that a company leans to; it makes technologies occur together.</summary>
internal enum TechnologyStack
{
    /// <summary>Large companies around Salesforce.</summary>
    SalesforceShop,

    /// <summary>Companies around Microsoft's suite.</summary>
    MicrosoftShop,

    /// <summary>Start-ups with tools of their own choice.</summary>
    Modern,

    /// <summary>Companies with little or old software.</summary>
    Traditional,
}

/// <summary>The products of the universe.</summary>
internal static class Technologies
{
    /// <summary>Average number of products for each account that the likelihoods below come to.</summary>
    public const double NaturalAverage = 5.6;

    // Product|Vendor|Category, then the percentages for Salesforce shop, Microsoft shop, modern, traditional.
    public static readonly Technology[] All = Read("""
        Salesforce|Salesforce|CRM 88 8 22 5
        HubSpot CRM|HubSpot|CRM 4 8 42 8
        Microsoft Dynamics 365|Microsoft|CRM 2 48 1 8
        Pipedrive|Pipedrive|CRM 1 4 12 5
        Zoho CRM|Zoho|CRM 1 4 6 9
        Marketo Engage|Adobe|Marketing automation 30 9 6 2
        Pardot|Salesforce|Marketing automation 28 1 4 1
        HubSpot Marketing Hub|HubSpot|Marketing automation 8 9 38 7
        Oracle Eloqua|Oracle|Marketing automation 9 6 1 2
        Mailchimp|Intuit|Email marketing 6 9 22 20
        Google Analytics|Google|Web analytics 42 30 60 34
        Adobe Analytics|Adobe|Web analytics 16 8 2 2
        Mixpanel|Mixpanel|Product analytics 4 1 18 1
        Amplitude|Amplitude|Product analytics 7 1 17 1
        Tableau|Salesforce|Business intelligence 30 6 7 4
        Power BI|Microsoft|Business intelligence 9 52 5 9
        Looker|Google|Business intelligence 10 2 16 1
        Snowflake|Snowflake|Data warehouse 26 10 24 2
        BigQuery|Google|Data warehouse 8 2 22 1
        Amazon Redshift|Amazon|Data warehouse 12 3 11 1
        Databricks|Databricks|Data warehouse 12 10 9 1
        Amazon Web Services|Amazon|Cloud infrastructure 44 14 58 9
        Microsoft Azure|Microsoft|Cloud infrastructure 18 62 8 9
        Google Cloud|Google|Cloud infrastructure 12 5 27 3
        Slack|Salesforce|Communication and collaboration 42 7 55 5
        Microsoft Teams|Microsoft|Communication and collaboration 30 74 9 24
        Zoom|Zoom|Communication and collaboration 34 18 38 16
        Zendesk|Zendesk|Help desk 18 8 15 4
        Intercom|Intercom|Help desk 5 1 20 1
        ServiceNow|ServiceNow|IT service management 22 20 2 4
        SAP S/4HANA|SAP|ERP 18 20 1 10
        NetSuite|Oracle|ERP 14 4 11 5
        Workday|Workday|HCM 22 10 3 3
        BambooHR|BambooHR|HCM 5 5 14 3
        Shopify|Shopify|E-commerce platform 5 3 12 7
        WordPress|Automattic|Content management system 20 22 28 36
        Adobe Experience Manager|Adobe|Content management system 12 8 1 2
        Okta|Okta|Identity and access management 24 5 17 1
        CrowdStrike Falcon|CrowdStrike|Endpoint security 15 9 8 2
        Cloudflare|Cloudflare|Content delivery network 18 9 34 6
        Outreach|Outreach|Sales engagement 18 2 8 1
        Salesloft|Salesloft|Sales engagement 13 2 6 1
        Gong|Gong|Conversation intelligence 16 1 9 1
        Twilio Segment|Twilio|Customer data platform 9 1 15 1
        Stripe|Stripe|Payments 6 2 34 4
        GitHub|Microsoft|Source code management 20 18 48 3
        Jira|Atlassian|Project management 34 22 38 6
        Datadog|Datadog|Monitoring 14 4 23 1
        """);

    public static int IndexOf(string product) => Array.FindIndex(All, known => string.Equals(known.Product, product, StringComparison.Ordinal));

    private static Technology[] Read(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line =>
        {
            var words = line.Split(' ');
            var names = string.Join(' ', words[..^4]).Split('|');
            var cells = new List<byte>();
            foreach (var name in names)
            {
                cells.AddRange(CsvBuffer.Encode(name));
                cells.Add((byte)',');
            }

            cells.RemoveAt(cells.Count - 1);
            var likelihood = words[^4..].Select(word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture) / 100.0).ToArray();
            return new Technology(names[0], [.. cells], likelihood);
        })
        .ToArray();
}
