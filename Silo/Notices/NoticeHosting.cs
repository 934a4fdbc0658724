using RetailPulse.Grains.Reports;

namespace RetailPulse.Silo.Notices;

/// <summary>Registers the notices of a process.</summary>
internal static class NoticeHosting
{
    public static IServiceCollection AddStartNotices(this IServiceCollection services) =>
        services
            .AddSingleton<StartNoticeLog>()
            .AddSingleton<INoticesReport>(provider => provider.GetRequiredService<StartNoticeLog>())
            .AddHostedService(provider => provider.GetRequiredService<StartNoticeLog>());

    /// <summary>Adds a service that logs something at start, and finds notices.</summary>
    public static IServiceCollection AddStartNotices<T>(this IServiceCollection services, Func<IServiceProvider, T> create)
        where T : class, IStartNotices, IHostedService =>
        services
            .AddSingleton(create)
            .AddSingleton<IStartNotices>(provider => provider.GetRequiredService<T>())
            .AddHostedService(provider => provider.GetRequiredService<T>());
}
