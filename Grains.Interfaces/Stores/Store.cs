namespace RetailPulse.Stores;

/// <summary>A known store.</summary>
[GenerateSerializer, Immutable, Alias("store")]
public sealed record Store([property: Id(0)] string StoreId, [property: Id(1)] string StoreName, [property: Id(2)] string AreaCode)
{
    /// <summary>Maximum length of a store id, in characters: 200.</summary>
    public const int MaxIdLength = 200;
}
