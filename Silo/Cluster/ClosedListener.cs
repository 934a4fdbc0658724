using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailPulse.Silo.Cluster;

/// <summary>The listener of a silo that is the whole cluster. It opens no port, because all grain calls stay within the process.</summary>
internal sealed class ClosedListener : IConnectionListenerFactory, IConnectionListener
{
    private readonly TaskCompletionSource<ConnectionContext?> unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <summary>Replaces every listener that Orleans registers, for silos and for clients.</summary>
    public static void Register(IServiceCollection services)
    {
        foreach (
            var listener in services
                .Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory))
                .ToArray()
        )
            services.Replace(
                ServiceDescriptor.KeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, (_, _) => new ClosedListener())
            );
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        new(unbound.Task.WaitAsync(cancellationToken));

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        unbound.TrySetResult(null);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
