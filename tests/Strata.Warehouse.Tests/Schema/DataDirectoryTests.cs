using Strata.Language;
using Strata.Warehouse.Schema;

namespace Strata.Warehouse.Tests.Schema;

public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData("option", "environment", "option")]
    [InlineData(null, "environment", "environment")]
    [InlineData(" ", "environment", "environment")]
    [InlineData(null, "", ".strata")]
    [InlineData(null, null, ".strata")]
    public void The_option_comes_before_the_environment_before_the_default(string? option, string? environment, string expected) =>
        DataDirectory.Resolve(option, environment).FullPath.ShouldBe(Path.GetFullPath(expected));

    [Fact]
    public void A_file_in_its_place_is_a_clear_error()
    {
        using var temporary = new TemporaryDirectory();
        File.WriteAllText(temporary.File("taken"), "");
        UserErrorException fault = Should.Throw<UserErrorException>(() => WarehouseStore.Open(new DataDirectory(temporary.File("taken"))));
        fault.Errors[0].Code.ShouldBe("data-directory");
        fault.Errors[0].Message.ShouldContain(temporary.File("taken"));
    }
}
