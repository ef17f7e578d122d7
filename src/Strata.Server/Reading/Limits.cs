using Strata.Language;

namespace Strata.Server.Reading;

/// <summary>How much a page holds.</summary>
internal static class Limits
{
    /// <summary>The number asked for, or the standard one.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is too small or too large.</exception>
    public static int Of(int? asked, int standard, int most, string name = "limit") => (asked ?? standard) is var limit && limit >= 1 && limit <= most
        ? limit
        : throw new UserErrorException("argument", $"'{name}' takes a number from 1 to {most}, not {asked}.");
}
