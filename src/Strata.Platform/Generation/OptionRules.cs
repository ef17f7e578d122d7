using System.Globalization;
using Strata.Language;

namespace Strata.Platform.Generation;

/// <summary>The bounds of <see cref="UniverseOptions"/>.</summary>
internal static class OptionRules
{
    public static void Check(UniverseOptions options)
    {
        var errors = new List<UserError>();
        Require(options.Accounts is >= 1 and <= UniverseOptions.MostAccounts, $"--accounts must be between 1 and {UniverseOptions.MostAccounts:N0}.");
        Require(options.Events is >= 0 and <= UniverseOptions.MostRows, $"--events must be between 0 and {UniverseOptions.MostRows:N0}.");
        Require(options.ContactsPerAccount is >= 0 and <= 100, $"Contacts per account must be between 0 and 100.");
        Require(options.TechnologiesPerAccount is >= 0 and <= 12, $"Technologies per account must be between 0 and 12.");
        Require(options.Days is >= 1 and <= 1095, $"--days must be between 1 and 1,095.");
        Require(options.AsOf.Year is >= 2010 and <= 2100, $"--as-of must be in the years 2010 to 2100.");
        Require(!string.IsNullOrWhiteSpace(options.Directory), $"--to must name the folder to write to.");
        if (errors.Count > 0)
        {
            throw new UserErrorException(errors);
        }

        void Require(bool holds, FormattableString rule)
        {
            if (!holds)
            {
                errors.Add(new UserError("argument", rule.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
