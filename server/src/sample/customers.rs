//! The customers of the sample's fictional company, a maker of industrial pumps: accounts with segments, one group with two
//! subsidiaries, and the people who speak for them. Nobody here exists.

/// What the company sorts its accounts by, in the order of [`Customer`]'s fields.
pub const SEGMENTS: [&str; 3] = ["Industry", "Size", "Region"];

pub struct Customer {
    pub name: &'static str,
    /// The place in [`CUSTOMERS`] of the account above it.
    pub parent: Option<usize>,
    pub segments: [&'static str; 3],
    /// Each with the culture that they speak from, as its place in the round's list.
    pub people: &'static [(&'static str, usize)],
}

const fn customer(
    name: &'static str,
    segments: [&'static str; 3],
    people: &'static [(&'static str, usize)],
) -> Customer {
    Customer { name, parent: None, segments, people }
}

const fn part_of(parent: usize, customer: Customer) -> Customer {
    Customer { parent: Some(parent), ..customer }
}

const OFFERED: usize = 0;
const ADDED: usize = 1;
const CREATED: usize = 2;
const CAPTURED: usize = 3;

pub const CUSTOMERS: [Customer; 24] = [
    customer("Nordvik Group", ["Food and drink", "Large", "North"], &[("Hanne Osterlund", CAPTURED)]),
    part_of(
        0,
        customer(
            "Nordvik Dairy",
            ["Food and drink", "Large", "North"],
            &[("Pal Gundersen", ADDED), ("Mirjam Tveit", CREATED)],
        ),
    ),
    part_of(
        0,
        customer(
            "Nordvik Beverages",
            ["Food and drink", "Medium", "West"],
            &[("Sofie Kalland", ADDED), ("Jonas Reiter", OFFERED)],
        ),
    ),
    customer(
        "Almar Breweries",
        ["Food and drink", "Medium", "West"],
        &[("Tomas Almar", ADDED), ("Ruth Egede", OFFERED)],
    ),
    customer(
        "Teldra Paper",
        ["Paper", "Large", "North"],
        &[("Anja Wiklund", CREATED), ("Per Stromme", ADDED), ("Laszlo Varga", OFFERED)],
    ),
    customer(
        "Kestrel Chemicals",
        ["Chemicals", "Large", "West"],
        &[("Nadia Haroun", CREATED), ("Oliver Brandt", ADDED), ("Ines Caldeira", OFFERED)],
    ),
    customer(
        "City of Lunde Waterworks",
        ["Water", "Medium", "South"],
        &[("Gudrun Falk", ADDED), ("Emil Sand", OFFERED)],
    ),
    customer("Brannfjell Water Trust", ["Water", "Small", "North"], &[("Astrid Nygard", CREATED)]),
    customer(
        "Osterby Shipyard",
        ["Marine", "Medium", "East"],
        &[("Henrik Osterby", ADDED), ("Wanda Kowal", OFFERED)],
    ),
    customer(
        "Havrand Ferries",
        ["Marine", "Medium", "West"],
        &[("Siri Lunde", CREATED), ("Marek Dudek", ADDED)],
    ),
    customer(
        "Sorel Pharma",
        ["Pharmaceuticals", "Large", "South"],
        &[("Claire Sorel", CREATED), ("Dev Anand", ADDED), ("Birgit Holm", CREATED)],
    ),
    customer("Mirano Cosmetics", ["Chemicals", "Small", "South"], &[("Luca Mirano", OFFERED)]),
    customer(
        "Greyfell Mining",
        ["Mining", "Large", "North"],
        &[("Ewan Greig", CAPTURED), ("Katrin Jonsdottir", CREATED)],
    ),
    customer("Pinnock Quarries", ["Mining", "Small", "East"], &[("Doris Pinnock", OFFERED)]),
    customer(
        "Castell Foods",
        ["Food and drink", "Medium", "South"],
        &[("Jordi Castell", ADDED), ("Mei Tanaka", ADDED)],
    ),
    customer("Dunmore Distillers", ["Food and drink", "Small", "West"], &[("Fergus Dunmore", OFFERED)]),
    customer(
        "Vasko Coatings",
        ["Chemicals", "Medium", "East"],
        &[("Petra Vasko", ADDED), ("Simon Leroy", CREATED)],
    ),
    customer("Lindqvist Greenhouses", ["Agriculture", "Small", "South"], &[("Ebba Lindqvist", OFFERED)]),
    customer(
        "Eastmark District Heating",
        ["Energy", "Medium", "East"],
        &[("Rolf Amundsen", CAPTURED), ("Yara Nasser", ADDED)],
    ),
    customer("Solvann Geothermal", ["Energy", "Small", "North"], &[("Tuva Solheim", CAPTURED)]),
    customer(
        "Ferrox Steel",
        ["Metals", "Large", "East"],
        &[("Zoltan Fekete", ADDED), ("Amalie Brekke", CREATED)],
    ),
    customer(
        "Riverside Textiles",
        ["Textiles", "Medium", "South"],
        &[("Hugo Almeida", OFFERED), ("Noor Rahman", ADDED)],
    ),
    customer("Orrin Board Mills", ["Paper", "Small", "West"], &[("Maeve Orrin", ADDED)]),
    customer("Tallis Biogas", ["Energy", "Small", "West"], &[("Niall Tallis", CAPTURED)]),
];
