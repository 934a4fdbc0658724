using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>An image under its tenant and the first half of its content hash, ordered as in the table.</summary>
internal readonly record struct HashEntry(string Tenant, long Start, long Job, ImagePlace Place) : IComparable<HashEntry>
{
    public int CompareTo(HashEntry other) =>
        Tenant != other.Tenant ? string.CompareOrdinal(Tenant, other.Tenant)
        : Start != other.Start ? Start.CompareTo(other.Start)
        : Job != other.Job ? Job.CompareTo(other.Job)
        : Place.Visit != other.Place.Visit ? Place.Visit.CompareTo(other.Place.Visit)
        : Place.Image.CompareTo(other.Place.Image);
}
