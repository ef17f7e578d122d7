using System.Net;
using Strata.Language;
using Strata.Platform.Identity.Networks;

namespace Strata.Platform.Tests.Identity.Networks;

public sealed class IpRangeTests
{
    [Theory]
    [InlineData("203.0.113.7/24", "203.0.113.0", "203.0.113.255", "203.0.113.0/24")]
    [InlineData("203.0.113.0 - 203.0.114.5", "203.0.113.0", "203.0.114.5", "203.0.113.0-203.0.114.5")]
    [InlineData("203.0.113.9", "203.0.113.9", "203.0.113.9", "203.0.113.9")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0")]
    public void A_range_is_read_as_people_write_it(string text, string first, string last, string printed)
    {
        IpRange.TryParse(text, out UInt128 from, out UInt128 to).ShouldBeTrue();
        var range = new IpRange(from, to, "a", 1);
        (IpRange.AddressOf(from).ToString(), IpRange.AddressOf(to).ToString(), range.ToString()).ShouldBe((first, last, printed));
        IpRange.NumberOf(IPAddress.Parse(first)).ShouldBe(from);
    }

    [Theory]
    [InlineData("")]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113.9-203.0.113.1")]
    [InlineData("203.0.113.1-2001:db8::1")]
    [InlineData("acme")]
    [InlineData("1-2-3")]
    public void What_is_no_range_is_refused(string text) => IpRange.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_file_is_taken_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("ranges.csv");
        File.WriteAllText(path, "first;last;company;confidence\n203.0.113.0;203.0.113.9;\"Acme; Inc\";0.5\n\n198.51.100.1;198.51.100.1;b;\n");
        IpRangeFile.Read(path).Select(range => (range.ToString(), range.Account, range.Confidence))
            .ShouldBe([("203.0.113.0-203.0.113.9", "Acme; Inc", 0.5), ("198.51.100.1", "b", 1)]);

        File.WriteAllText(path, "range,account,confidence\nx,a,\n203.0.113.0,,\n203.0.113.0,a,7\n203.0.113.0,a,\n");
        UserErrorException refused = Should.Throw<UserErrorException>(() => IpRangeFile.Read(path));
        refused.Errors.Select(error => error.Where!.Line).ShouldBe([2, 3, 4]);

        File.WriteAllText(path, "range,owner\n");
        Should.Throw<UserErrorException>(() => IpRangeFile.Read(path)).Errors[0].Message.ShouldContain("account");
    }
}
