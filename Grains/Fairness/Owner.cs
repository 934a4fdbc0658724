namespace RetailPulse.Grains.Fairness;

/// <summary>The tenant and the job that use a limited resource.</summary>
internal readonly record struct Owner(string Tenant, long Job);
