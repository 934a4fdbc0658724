namespace RetailPulse.Grains.Fairness;

/// <summary>The tenant and the job on whose behalf something scarce is used.</summary>
internal readonly record struct Owner(string Tenant, long Job);
