using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strata.Language;
using Strata.Language.Json;

namespace Strata.Server.Problems;

/// <summary>Says in words of the interface what the web server and the framework refuse: they speak of parameters and types of the program.</summary>
internal static partial class UnreadableRequest
{
    private const string Described = "GET /openapi/v1.json describes what is taken.";

    /// <summary>What is wrong.</summary>
    public static UserError Explain(HttpContext context, BadHttpRequestException refused)
    {
        if (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            long? most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
            return most is { } bytes ? TooLarge(bytes) : new UserError("too-large", refused.Message);
        }

        if (refused.InnerException is JsonException json)
        {
            return new UserError("json", $"The body is not what is asked for: {SentenceOf(json)}", JsonFault.Where(json), Described);
        }

        return Unbound().Match(refused.Message) is { Success: true } unbound
                ? new UserError("request", $"'{unbound.Groups["value"].Value}' is no value of '{unbound.Groups["name"].Value}'.", Fix: Described)
            : NotGiven().Match(refused.Message) is { Success: true } missing
                ? new UserError("request", $"'{missing.Groups["name"].Value}' is missing.", Fix: Described)
            : new UserError("request", refused.Message);
    }

    /// <summary>A body is larger than so many bytes.</summary>
    public static UserError TooLarge(long most) => new(
        "too-large",
        string.Create(CultureInfo.InvariantCulture, $"The body is larger than the {most >> 10:N0} KiB that a request may have."),
        Fix: "Send it in several requests; 'strata serve' has options for how much one may have.");

    private static string SentenceOf(JsonException json)
    {
        if (json.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            return json.Path is { Length: > 2 } path ? $"'{path[2..]}' has a value of another type." : "It has another type.";
        }

        if (Missing().Match(json.Message) is { Success: true } missing)
        {
            string names = missing.Groups["names"].Value;
            return $"{names} {(names.Contains(',', StringComparison.Ordinal) ? "are" : "is")} missing.";
        }

        return JsonFault.Sentence(json);
    }

    [GeneratedRegex("^Failed to bind parameter \"(.* )?(?<name>[^ ]+)\" from \"(?<value>.*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unbound();

    [GeneratedRegex("^Required parameter \"(.* )?(?<name>[^ ]+)\" was not provided", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotGiven();

    [GeneratedRegex("was missing required properties including: (?<names>.*)\\.$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();
}
