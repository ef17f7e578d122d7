using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Events;

/// <summary>
/// The people of the current account as events show them: address, browser cookie, and from when the website knows who they are.
/// Worked out when somebody is first needed, and only for this account.
/// </summary>
internal sealed class EventPeople(Universe universe)
{
    // Before they are known, one visitor in five; half of these become known on some day of the window.
    private const double UnknownShare = 0.2;

    // The number that stands for the visitors of an account that has no contacts.
    private const int NoContact = 4095;

    private readonly CsvBuffer _addresses = new();
    private Person[] _people = new Person[64];
    private AccountScope? _scope;
    private ulong _device;

    public int Count { get; private set; }

    /// <summary>Starts with an account; the device tells apart the cookies of an account whose events are written in several parts.</summary>
    public void Load(AccountScope scope, long device)
    {
        _scope = scope;
        _device = (ulong)device << 40;
        Count = scope.ContactCount;
        if (_people.Length < Count + 1)
        {
            _people = new Person[Count + 64];
        }

        _people.AsSpan(0, Count + 1).Clear();
        _addresses.Clear();
    }

    /// <summary>Somebody of the account: few do most. -1 where it has no contacts.</summary>
    public int Pick(ref CounterRandom random) => Count == 0 ? -1 : Math.Min(random.Below(Count), random.Below(Count));

    /// <summary>The e-mail address; empty where there is none.</summary>
    public ReadOnlySpan<byte> Address(int person)
    {
        var known = Get(person);
        return _addresses.Written.Span.Slice(known.AddressStart, known.AddressLength);
    }

    public ulong Cookie(int person) => Get(person).Cookie;

    /// <summary>True where the website cannot yet tell whose visit it is.</summary>
    public bool IsUnknown(int person, long instant) => instant < Get(person).KnownFrom;

    public void MarkSeenUnknown(int person) => _people[SlotOf(person)].WasSeenUnknown = true;

    public Seniority SeniorityOf(int person) => Get(person).Seniority;

    /// <summary>Adds each visitor who was seen while unknown to the truth.</summary>
    public void WriteUnknown(CsvBuffer truth)
    {
        for (var slot = 0; slot <= Count; slot++)
        {
            if (!_people[slot].WasSeenUnknown)
            {
                continue;
            }

            truth.Raw(",\n    {\"anonymous_id\": \"anon-"u8).Hex(_people[slot].Cookie, 12).Raw("\", \"account_id\": \""u8);
            RecordIdText.Account(truth, _scope!.Account.Index);
            truth.Raw("\", \"contact_id\": "u8);
            if (slot == Count)
            {
                truth.Raw("null"u8);
            }
            else
            {
                truth.Raw((byte)'"');
                RecordIdText.Contact(truth, _scope.FirstContact + slot);
                truth.Raw((byte)'"');
            }

            truth.Raw((byte)'}');
            truth.CountRow();
        }
    }

    // Visitors of an account without contacts share the last slot.
    private int SlotOf(int person) => person < 0 ? Count : person;

    private ref Person Get(int person)
    {
        ref var known = ref _people[SlotOf(person)];
        if (!known.IsLoaded)
        {
            Create(person, ref known);
        }

        return ref known;
    }

    private void Create(int person, ref Person known)
    {
        var account = _scope!.Account;
        var key = ContactModel.KeyOf(account.Index, person < 0 ? NoContact : person);
        var random = new CounterRandom(universe.Seed ^ _device, RandomStream.Visitor, key);
        known.IsLoaded = true;
        known.Cookie = random.NextBits() & 0xFFFF_FFFF_FFFF;
        var window = universe.AsOf - universe.WindowStart;
        known.KnownFrom = !random.Chance(UnknownShare) ? long.MinValue
            : person < 0 || random.Chance(0.5) ? long.MaxValue
            : universe.WindowStart + random.Below(window);
        known.AddressStart = _addresses.Length;
        if (person >= 0)
        {
            var contact = universe.Contacts.Create(account, person);
            known.Seniority = contact.Seniority;
            if (contact.HasEmail)
            {
                universe.Contacts.WriteEmail(_addresses, account, contact);
            }
        }

        known.AddressLength = _addresses.Length - known.AddressStart;
    }

    private struct Person
    {
        public bool IsLoaded;
        public bool WasSeenUnknown;
        public ulong Cookie;
        public long KnownFrom;
        public int AddressStart;
        public int AddressLength;
        public Seniority Seniority;
    }
}
