#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Makes data/store_master.csv, 5,000 invented stores, the same bytes every time: dotnet run data/make-store-master.cs
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

const int Stores = 5_000;

string[] owners =
[
    "Amber",
    "Birch",
    "Cedar",
    "Dune",
    "Elm",
    "Fern",
    "Garnet",
    "Harbour",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Linden",
    "Maple",
    "Nettle",
    "Opal",
    "Poplar",
];
string[] kinds = ["Stores", "Grocers", "Mart", "Provisions", "Market", "Corner Shop", "Pharmacy", "Bakery"];
string[] streets = ["Mill Lane", "Station Road", "Canal Street", "Market Square", "Hill Rise"];

// The sample job and the README name these two.
var ids = new SortedSet<string>(StringComparer.Ordinal) { "S00339218", "S01408764" };
var draws = new Draws(20_260_504);
while (ids.Count < Stores)
    ids.Add(string.Create(CultureInfo.InvariantCulture, $"S{300_000 + draws.Below(1_300_000):D8}"));

var csv = new StringBuilder("store_id,store_name,area_code\n");
foreach (var id in ids)
{
    var name = $"{owners[draws.Below(owners.Length)]} {kinds[draws.Below(kinds.Length)]}";
    if (draws.Below(8) == 0)
        name = $"\"{name}, {streets[draws.Below(streets.Length)]}\"";
    csv.Append(CultureInfo.InvariantCulture, $"{id},{name},{700_000 + draws.Below(120)}\n");
}

File.WriteAllText(Path.Combine(Path.GetDirectoryName(SourceFile())!, "store_master.csv"), csv.ToString());

static string SourceFile([CallerFilePath] string path = "") => path;

/// <summary>A generator whose sequence no runtime version changes.</summary>
/// <remarks>SplitMix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.</remarks>
internal sealed class Draws(ulong seed)
{
    public int Below(int limit)
    {
        seed += 0x9E3779B97F4A7C15;
        var z = seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }
}
