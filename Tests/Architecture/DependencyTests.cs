using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Grains.Network;
using RetailPulse.Grains.Stores;
using RetailPulse.Grains.Visits;
using RetailPulse.Jobs;
using RetailPulse.Silo.Hosting;
using RetailPulse.WebFrontend;

namespace RetailPulse.Tests.Architecture;

/// <summary>Checks dependencies that the compiler does not: it sees only projects.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void The_contracts_know_nobody() =>
        Assert.DoesNotContain(
            typeof(IJobGrain).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("RetailPulse", StringComparison.Ordinal)
        );

    [Fact]
    public void The_client_knows_nobody_and_needs_dotnet_only() =>
        Assert.All(
            typeof(RetailPulse.Client.RetailPulseClient).Assembly.GetReferencedAssemblies(),
            name => Assert.True(name.Name!.StartsWith("System.", StringComparison.Ordinal), name.Name)
        );

    [Fact]
    public void The_command_line_knows_the_client_only() =>
        Assert.Equal(
            ["RetailPulse.Client"],
            typeof(RetailPulse.Cli.RetailPulseCommands)
                .Assembly.GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name =>
                    !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Win32", StringComparison.Ordinal)
                )
        );

    [Fact]
    public void The_domain_knows_the_contracts_only() =>
        Assert.Equal(
            ["RetailPulse.Grains.Interfaces"],
            typeof(Job)
                .Assembly.GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => name.StartsWith("RetailPulse", StringComparison.Ordinal))
        );

    [Fact]
    public void The_domain_knows_no_database_and_no_web() =>
        Assert.DoesNotContain(
            typeof(Job).Assembly.GetReferencedAssemblies(),
            name =>
                name.Name!.Contains("Sqlite", StringComparison.Ordinal)
                || name.Name == "System.Data.Common"
                || name.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        );

    [Fact]
    public void The_front_end_knows_the_contracts_and_the_composition_only() =>
        Assert.Equal(
            [
                "RetailPulse",
                "RetailPulse.Client",
                "RetailPulse.Cluster",
                "RetailPulse.Hosts",
                "RetailPulse.Images",
                "RetailPulse.Installation",
                "RetailPulse.Jobs",
                "RetailPulse.Silo.Cluster",
                "RetailPulse.Silo.Health",
                "RetailPulse.Silo.Hosting",
                "RetailPulse.Silo.Notices",
                "RetailPulse.Silo.Settings",
                "RetailPulse.Silo.Telemetry",
                "RetailPulse.Stores",
                "RetailPulse.Tenants",
                "RetailPulse.Visits",
                "RetailPulse.Webhooks",
            ],
            ForeignNamespaces(typeof(CommandLine).Assembly, "RetailPulse", except: "RetailPulse.WebFrontend")
        );

    /// <summary>It is what clients use of the API; the API itself speaks for itself.</summary>
    [Fact]
    public void Only_the_demo_uses_the_client() =>
        Assert.DoesNotContain(
            typeof(CommandLine).Assembly.GetTypes().Where(type => type.Namespace != "RetailPulse.WebFrontend.Demo"),
            type => Mentions(type).Any(used => used.Namespace == "RetailPulse.Client")
        );

    [Fact]
    public void Sql_lives_in_one_folder() =>
        Assert.DoesNotContain(
            typeof(SiloHosting)
                .Assembly.GetTypes()
                .Where(type => type.Namespace is { } home && !home.StartsWith("RetailPulse.Silo.Storage", StringComparison.Ordinal)),
            type => Mentions(type).Any(used => used.Namespace?.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal) == true)
        );

    [Theory]
    [InlineData(typeof(Job))]
    [InlineData(typeof(JobOperation))]
    [InlineData(typeof(JobRun))]
    [InlineData(typeof(VisitWindow))]
    [InlineData(typeof(Visit))]
    [InlineData(typeof(RetryPolicy))]
    [InlineData(typeof(AddressRules))]
    [InlineData(typeof(NetworkRule))]
    [InlineData(typeof(AddressPolicy))]
    [InlineData(typeof(Redirects))]
    [InlineData(typeof(RetryAfter))]
    [InlineData(typeof(FairPermits))]
    [InlineData(typeof(HostHealth))]
    [InlineData(typeof(Meter))]
    [InlineData(typeof(StoreMaster))]
    public void Pure_rules_know_no_orleans(Type rule) =>
        Assert.DoesNotContain(Mentions(rule), used => used.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true);

    private static IEnumerable<Type> Mentions(Type type)
    {
        const BindingFlags all =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var signatures = type.GetMethods(all)
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));
        var parameters = type.GetConstructors(all)
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType);
        return
        [
            .. signatures,
            .. parameters,
            .. type.GetFields(all).Select(field => field.FieldType),
            .. type.GetInterfaces(),
            .. type.BaseType is { } parent ? [parent] : Array.Empty<Type>(),
        ];
    }

    /// <summary>The namespaces of other assemblies' types that any code of an assembly refers to.</summary>
    private static string[] ForeignNamespaces(Assembly assembly, string prefix, string except)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !name.StartsWith(except, StringComparison.Ordinal))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
