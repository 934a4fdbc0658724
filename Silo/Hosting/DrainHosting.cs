namespace RetailPulse.Silo.Hosting;

/// <summary>Registers the drain of a front end.</summary>
public static class DrainHosting
{
    /// <param name="duration">Returns how long a stopping process still serves requests.</param>
    public static void AddDrain(this IServiceCollection services, Func<IServiceProvider, TimeSpan> duration) =>
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Drain>(provider, duration(provider)));
}
