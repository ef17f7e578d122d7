using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Strata.Platform.Control;
using Strata.Platform.Time;

namespace Strata.Platform.People;

/// <summary>Who a provider of OpenID Connect says somebody is.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">By what the provider knows the person, for ever.</param>
/// <param name="Email">The address; null where the provider says none.</param>
/// <param name="EmailIsChecked">Whether the provider says that the address is the person's.</param>
/// <param name="Name">What the person is called; null where the provider does not say.</param>
/// <param name="RoleValues">The values of the claim that says roles.</param>
public sealed record OpenIdIdentity(string Issuer, string Subject, string? Email, bool EmailIsChecked, string? Name, IReadOnlyList<string> RoleValues);

/// <summary>
/// Finds the person whom a provider of OpenID Connect vouches for. Who signed in before is known by the provider's subject, which never
/// changes hands as addresses do; an address counts only at the first time, and only where it is checked.
/// </summary>
public sealed class OpenIdPeople
{
    private readonly PersonStore _store;
    private readonly TimeProvider _clock;

    /// <summary>The people of a workspace.</summary>
    internal OpenIdPeople(ControlStore control, TimeProvider clock)
    {
        _store = new PersonStore(control);
        _clock = clock;
    }

    /// <summary>The person; added where the settings say so. Null where there is none who may sign in.</summary>
    public Person? Admit(OpenIdIdentity identity, OpenIdSettings settings)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(settings);
        using SqliteTransaction transaction = _store.Connection.BeginTransaction();
        Role? role = settings.RoleOf(identity.RoleValues);
        if ((_store.FindBySubject(identity.Issuer, identity.Subject) ?? Adopt(identity, settings, role)) is not { DisabledAt: null } person)
        {
            return null;
        }

        // The only admin who can sign in stays one, whatever the provider says.
        if (role is { } said && said != person.Role && (person.Role != Role.Admin || _store.OtherAdmins(person.Id) > 0))
        {
            _store.SetRole(person.Id, said);
            _store.SignOut(person.Id);
        }

        transaction.Commit();
        return _store.Find(person.Id);
    }

    /// <summary>The person of that address, who is known by the subject from now on; null where it does not count.</summary>
    private Person? Adopt(OpenIdIdentity identity, OpenIdSettings settings, Role? role)
    {
        // The first admin is made with the token of the console: nobody gets ahead of that.
        if (identity.Email is not { Length: > 2 and <= 254 } email || email.IndexOf('@') < 1 || !(identity.EmailIsChecked || settings.TrustsEmail) || _store.IsEmpty)
        {
            return null;
        }

        Person? person = _store.FindByEmail(email)?.Person;
        if (person is { HasOpenId: true })
        {
            // The address went to somebody else at the provider.
            return null;
        }

        if (person is null)
        {
            if (!settings.Admits(email))
            {
                return null;
            }

            string name = new((identity.Name ?? email.Split('@')[0]).Where(character => !char.IsControl(character) && character is not ('<' or '>')).Take(100).ToArray());
            person = new Person(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), email.Trim(), name.Trim().Length == 0 ? email : name.Trim(), role ?? settings.DefaultRole, _clock.Microseconds());
            _store.Add(person);
        }

        _store.SetSubject(person.Id, identity.Issuer, identity.Subject);
        return _store.Find(person.Id);
    }
}
