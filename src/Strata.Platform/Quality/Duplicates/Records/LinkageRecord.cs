namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>A name of a person. -1 for a part that is not known.</summary>
/// <param name="Given">The given name, in <see cref="LinkagePools.Given"/>.</param>
/// <param name="Family">The family name, in <see cref="LinkagePools.Family"/>.</param>
/// <param name="Script">The script it is written in.</param>
internal readonly record struct PersonName(int Given, int Family, byte Script);

/// <summary>A name of a company.</summary>
/// <param name="Words">Its words without legal form, in <see cref="LinkagePools.NameWord"/>, in their order.</param>
/// <param name="Joined">The words, sorted and joined, in <see cref="LinkagePools.Company"/>.</param>
/// <param name="Initials">The first letters of the words.</param>
/// <param name="Script">The script it is written in.</param>
internal readonly record struct CompanyNameForm(int[] Words, int Joined, string Initials, byte Script);

/// <summary>An account or a contact in the form that it is compared in. Values are numbers in <see cref="LinkagePools"/>; -1 is missing.</summary>
internal sealed class LinkageRecord
{
    /// <summary>Its number in the warehouse.</summary>
    public required long Ref { get; init; }

    /// <summary>The names of a person, the usual one first.</summary>
    public PersonName[] People { get; set; } = [];

    /// <summary>The names of a company, the usual one first.</summary>
    public CompanyNameForm[] Companies { get; set; } = [];

    /// <summary>What tells a son from his father: <c>1</c> for I and Sr, <c>2</c> for II and Jr …; 0 where nothing is said.</summary>
    public byte Generation { get; set; }

    /// <summary>E-mail address.</summary>
    public int Email { get; set; } = -1;

    /// <summary>The domain of the address, where it is a company's; else the account's web domain.</summary>
    public int Domain { get; set; } = -1;

    /// <summary>Telephone number: its last nine figures.</summary>
    public int Phone { get; set; } = -1;

    /// <summary>The words of the address with the postal code.</summary>
    public int[] Address { get; set; } = [];

    /// <summary>The house: number and name of the street, where both are known.</summary>
    public int House { get; set; } = -1;

    /// <summary>The postal code.</summary>
    public int Postcode { get; set; } = -1;

    /// <summary>The town.</summary>
    public int City { get; set; } = -1;

    /// <summary>The country.</summary>
    public int Country { get; set; } = -1;

    /// <summary>The day of birth.</summary>
    public BirthDate Birth { get; set; }

    /// <summary>The day of birth as a value.</summary>
    public int BirthValue { get; set; } = -1;

    /// <summary>Numbers that are its alone, each with the place of the field that says it.</summary>
    public (int Field, int Value)[] Identifiers { get; set; } = [];

    /// <summary>A contact's account, as a value.</summary>
    public int Account { get; set; } = -1;

    /// <summary>How many employees an account has; 0 where that is not known.</summary>
    public long Employees { get; set; }

    /// <summary>The id, small letters, and that of the parent of an account.</summary>
    public (string Id, string? Parent) Family { get; set; }
}

/// <summary>The values of all records.</summary>
internal sealed class LinkagePools
{
    /// <summary>Given names.</summary>
    public ValuePool Given { get; } = new();

    /// <summary>Family names.</summary>
    public ValuePool Family { get; } = new();

    /// <summary>Names of companies, words sorted and joined.</summary>
    public ValuePool Company { get; } = new();

    /// <summary>Words of names of companies.</summary>
    public ValuePool NameWord { get; } = new();

    /// <summary>E-mail addresses.</summary>
    public ValuePool Email { get; } = new();

    /// <summary>Domains.</summary>
    public ValuePool Domain { get; } = new();

    /// <summary>Telephone numbers.</summary>
    public ValuePool Phone { get; } = new();

    /// <summary>Words of addresses.</summary>
    public ValuePool AddressWord { get; } = new();

    /// <summary>Houses.</summary>
    public ValuePool House { get; } = new();

    /// <summary>Postal codes.</summary>
    public ValuePool Postcode { get; } = new();

    /// <summary>Towns.</summary>
    public ValuePool City { get; } = new();

    /// <summary>Countries.</summary>
    public ValuePool Country { get; } = new();

    /// <summary>Days of birth.</summary>
    public ValuePool Birth { get; } = new();

    /// <summary>Numbers that are one's alone.</summary>
    public ValuePool Identifier { get; } = new();

    /// <summary>Accounts of contacts.</summary>
    public ValuePool Account { get; } = new();
}
