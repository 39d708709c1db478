create table customer (
    id integer primary key,
    name varchar(60) not null,
    city varchar(30) not null,
    country varchar(30) not null
);

create table product (
    id integer primary key,
    name varchar(60) not null,
    brand varchar(60) not null,
    price_cents bigint not null check (price_cents >= 0),
    sold bigint not null default 0
);

-- The customer's browser chooses the reference before the first attempt, so that an order which is sent again because
-- its answer got lost is recognised. Another customer may choose the same one.
create table orders (
    id bigint generated always as identity primary key,
    reference bigint not null,
    customer_id integer not null references customer,
    placed_at timestamp with time zone not null default current_timestamp,
    unique (customer_id, reference)
);

create table order_line (
    order_id bigint not null references orders,
    line integer not null,
    product_id integer not null references product,
    units integer not null check (units > 0),
    price_cents bigint not null,
    primary key (order_id, line)
);

-- How often each product was looked at.
create table page_view (
    product_id integer primary key references product,
    views bigint not null
);

-- The page views that were counted and may come again: from the same queue, or from the one of another web server that
-- was asked for the same page.
create table counted_view (
    number bigint primary key,
    counted_at timestamp with time zone not null default current_timestamp
);

create index on counted_view (counted_at);
