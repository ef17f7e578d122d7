using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Server.Security;

namespace Strata.Server.Tests.Security;

public sealed class ActorTests
{
    [Theory]
    [InlineData(Role.Viewer, "Read", false)]
    [InlineData(Role.Editor, "Track Read Write", false)]
    [InlineData(Role.Approver, "Track Read Write", true)]
    [InlineData(Role.Admin, "Track Read Write Admin", true)]
    public void Roles_allow_what_they_say(Role role, string scopes, bool mayApprove)
    {
        var actor = new Actor("Ada <ada@example.com>", role.ScopeOf(), role, "p1", null);

        string.Join(' ', Enum.GetValues<KeyScope>().Where(scope => actor.Scope.Allows(scope))).ShouldBe(scopes);
        actor.MayApprove.ShouldBe(mayApprove);
    }

    [Theory]
    [InlineData(KeyScope.Write, false)]
    [InlineData(KeyScope.Admin, true)]
    public void Only_keys_that_may_do_everything_may_approve(KeyScope scope, bool mayApprove) =>
        Actor.Of(new ApiKey("0123456789ab", "", scope, null, 0, null)).MayApprove.ShouldBe(mayApprove);

    [Fact]
    public void A_key_is_named_by_its_name_and_its_id()
    {
        Actor.Of(new ApiKey("0123456789ab", "", KeyScope.Read, null, 0, null)).Name.ShouldBe("key 0123456789ab");
        Actor.Of(new ApiKey("0123456789ab", "website", KeyScope.Read, null, 0, null)).Name.ShouldBe("website (key 0123456789ab)");
    }
}
