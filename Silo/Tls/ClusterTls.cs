using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;
using Orleans.Connections.Security;
using RetailPulse.Silo.Notices;

namespace RetailPulse.Silo.Tls;

/// <summary>Enables mutual TLS on every connection between members of a cluster.</summary>
internal static class ClusterTls
{
    public static void AddClusterTls(this IServiceCollection services, ClusterTlsOptions files)
    {
        if (!files.Protects)
            return;
        services.AddSingleton(new ClusterCertificates(files));
        services.AddSingleton<RefusedPeers>();
        services.AddStartNotices(provider => ActivatorUtilities.CreateInstance<CertificateRenewal>(provider));
        services.AddOptions<SiloConnectionOptions>().Configure<ClusterCertificates>(Protect);
        services
            .AddOptions<ClientConnectionOptions>()
            .Configure<ClusterCertificates>(
                (client, certificates) => client.ConfigureConnection(connection => connection.UseClientTls(Options(certificates)))
            );
    }

    private static void Protect(SiloConnectionOptions silo, ClusterCertificates certificates)
    {
        silo.ConfigureSiloInboundConnection(Accept);
        silo.ConfigureGatewayInboundConnection(Accept);
        silo.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(Options(certificates)));

        void Accept(IConnectionBuilder connection)
        {
            var refused = connection.ApplicationServices.GetRequiredService<RefusedPeers>();
            connection.Use(next => context => refused.WatchAsync(context, next));
            connection.UseServerTls(Options(certificates));
        }
    }

    private static TlsOptions Options(ClusterCertificates certificates) =>
        new()
        {
            RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
            RemoteCertificateValidation = (peer, _, errors) => certificates.Accepts(peer, errors),

            // Orleans requires a certificate or a selector here. The callbacks below determine what each connection actually uses.
            LocalServerCertificateSelector = (_, _) => certificates.Certificate,
            OnAuthenticateAsServer = (_, tls) => certificates.Protect((SslServerAuthenticationOptions)tls.SslServerAuthenticationOptions),
            OnAuthenticateAsClient = (_, tls) => certificates.Protect((SslClientAuthenticationOptions)tls.SslClientAuthenticationOptions),
        };
}
