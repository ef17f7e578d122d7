namespace Strata.Platform.Generation.Vocabulary;

/// <summary>
/// The words that company names are made of. A core is a head and a tail ("Bright" + "forge"); past the first
/// block of accounts a middle word follows it. No two choices give the same letters: no tail or middle word ends with another
/// middle word, and no two pairs of head and tail are spelled alike (tested), so a domain is unique without remembering any.
/// </summary>
internal static class CompanyWords
{
    public static readonly string[] Heads = Split("""
        Alder Amber Apex Arc Aspen Astra Atlas Aurora Avon Axon Azure Bay Beacon Birch Black Blue Bold Boreal Bright Brook
        Calder Canyon Cape Cardinal Cedar Cinder Clear Cobalt Copper Coral Corvo Crest Crystal Cypress Dawn Delta Dover Drift Dura
        Eagle East Echo Elder Elm Ember Ever Falcon Fen First Fjord Flint Fox Fresh Frost Gale Garnet Gild Glen Gold Grand Granite
        Green Gulf Harbor Haven Hawk Hazel Helio Heron High Hollow Horizon Icarus Indigo Inter Iron Ivory Jade Juniper Kestrel Key
        King Kite Lake Lark Laurel Lever Liberty Lime Linden Lumen Luna Lyra Magna Maple Marble Mariner Merid Mesa Metro Mid Mill Mint
        Mono Moss Mountain Nautil Neo New Night Noble Nor Nova Oak Obsid Ocean Omni Onyx Opal Orion Osprey Pacific Palm
        Para Pearl Penta Peregrine Pine Pinnacle Pioneer Polar Prairie Prime Prism Quartz Quest Quill Rapid Raven Red Ridge River
        Rock Rowan Royal Sable Sage Salt Sand Sapphire Sequoia Shore Sierra Signal Silver Sky Slate Solar South Spark Spruce Star Steel
        Sterling Stone Strat Summit Sun Swift Tamar Terra Thistle Thunder Tidal Timber Titan Topaz Trail Tri True Twin Umber
        Union Urban Valor Vanta Vector Verd Vesper Victor Vista Vital Vivid Walnut West White Wild Willow Wind Winter Zenith Zephyr
        """);

    public static readonly string[] Tails = Split("""
        acre align arbor arch band bank beam bend berg blend bloom board bolt bond borough bourne branch bridge bright brush burst
        cast cell chain charter chord cliff cloud coast code combe core cove craft crane cross crown current dale deck drive dyne
        edge field fin flare fleet flow focus foil fold force ford forge form frame front gate gauge gear genix glade glow grain
        graph grid grove guard hall hart hatch haul heath helm hill hive hold holm house hub hurst keep kraft lab lane
        lattice launch layer leaf ledger lens lift light line link lock logic loft loom lure mark marsh mast matrix mead mesh mill
        mind mont moor mount nest net node nova ora orbit parc pass path peak pier pilot pixel plan plane plex port post press
        pulse range rail reach reed rise root scape scope scribe sense shift ship shire side smith span spire spring stack stead
        stitch stock stream stride sync tech tide tower trace track trade tree trust vale vault vera via view ville voice ward water
        wave way well wheel wick wise wood works worth yard
        """);

    public static readonly string[] Middles = Split("""
        Alliance Allied Ample Anchor Angle Avenue Axis Balance Basis Bishop Boulder Breeze Canopy Capitol Carbon Castle Catalyst Central
        Century Chapter Circle Civic Classic Colony Column Concord Consort Continental Corner Cornice County Crescent Cube Custom
        Diamond Digital District Domain Dynamic Eastern Element Elite Embassy Empire Engine Epoch Equity Essence Estuary Evergreen Fabric
        Factor Federal Fidelity Figure Formula Fortune Fountain Frontier Galaxy General Genesis Global Guild Heritage Imperial
        Insight Integral Island Journey Kernel Keystone Kingdom Legacy Level Local Lodge Lotus Major Mandate Market Matter Measure
        Medal Merit Method Mission Mobile Modern Module Moment Motion Mutual National Native Nexus Northern Octave Offset Optima Oracle
        Origin Outlook Panel Parallel Patent Pattern Phase Plaza Premier Primal Process Project Province Pyramid Quorum Radiant Radius
        Random Ratio Reason Record Regent Region Relay Republic Resolve Rhythm Ribbon Saddle Sector Senate Sequel Session Silent
        """);

    /// <summary>How many distinct cores one block has.</summary>
    public static int CoresPerBlock => Heads.Length * Tails.Length;

    private static string[] Split(string text) =>
        text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
