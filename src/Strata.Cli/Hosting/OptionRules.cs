using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Strata.Cli.Hosting;

/// <summary>What options take beyond their type.</summary>
internal static class OptionRules
{
    /// <summary>The option takes a number from 1.</summary>
    public static Option<T> FromOne<T>(this Option<T> option)
        where T : struct, IBinaryInteger<T>
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out T number) && number < T.One)
            {
                result.AddError($"{option.Name} takes a number from 1, not '{text}'.");
            }
        });
        return option;
    }

    /// <summary>An option that takes an address of the web.</summary>
    public static Option<Uri?> WebAddress(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            {
                return address;
            }

            result.AddError($"{name} takes a web address, not '{text}'.");
            return null;
        },
    };
}
