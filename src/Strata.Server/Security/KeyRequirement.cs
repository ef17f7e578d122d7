using Microsoft.AspNetCore.Builder;
using Strata.Platform.Keys;

namespace Strata.Server.Security;

/// <summary>What an endpoint asks of whoever calls it. An endpoint that says nothing is refused to everybody.</summary>
/// <param name="Scope">The scope that the key must have; null where no key is needed.</param>
/// <param name="BySelf">True where the endpoint checks the key itself, because it may stand elsewhere than in the header.</param>
/// <param name="Approver">True where it takes somebody who may approve what others propose.</param>
/// <param name="Person">True where it takes a person who is signed in: a key will not do.</param>
internal sealed record KeyRequirement(KeyScope? Scope, bool BySelf = false, bool Approver = false, bool Person = false);

/// <summary>Says what endpoints ask for.</summary>
internal static class KeyRequirements
{
    /// <summary>Only keys that may do this are let in, and people whose role stands for such a scope.</summary>
    public static T RequireKey<T>(this T endpoints, KeyScope scope)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new KeyRequirement(scope)));
        return endpoints;
    }

    /// <summary>Only people who may approve what others propose are let in, and keys that may do everything.</summary>
    public static T RequireApprover<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new KeyRequirement(KeyScope.Write, Approver: true)));
        return endpoints;
    }

    /// <summary>Only people who are signed in are let in, whatever their role.</summary>
    public static T RequirePerson<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new KeyRequirement(KeyScope.Read, Person: true)));
        return endpoints;
    }

    /// <summary>The endpoints take keys of scope <c>track</c>, and check them by themselves.</summary>
    public static T SeesToKeys<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new KeyRequirement(KeyScope.Track, BySelf: true)));
        return endpoints;
    }

    /// <summary>Anybody is let in.</summary>
    public static T RequireNoKey<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new KeyRequirement(null)));
        return endpoints;
    }
}
